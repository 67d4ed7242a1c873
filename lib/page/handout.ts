import { type Link, linkHtml } from "./document.ts";
import { orderedItems } from "./markdown.ts";
import { layoutOf } from "./handout_layout.ts";
import { outputsHtml } from "./outputs.ts";
import { type Parts, partsOf, type Section } from "./parts.ts";
import { computationHtml, picturesHtml, questionHtml, readingHtml, titleHtml } from "./sections.ts";
import { verdictCounts, verdictTable } from "./verdicts.ts";
import { type JudgedClaim, tellingClaims } from "../notebook/judge.ts";
import type { NotebookFile } from "../notebook/notebook_file.ts";

/** A figure as it is handed out. */
export interface Handout {
  /** File name of the notebook, without extension, such as `"20_13_grokking"`. */
  readonly stem: string;
  /** The executed notebook. */
  readonly notebook: NotebookFile;
  /** Leads to the figure's live page. */
  readonly live: Link;
  /** Solutions of the exercises, as a list in Markdown; undefined where there is room to answer. */
  readonly answers?: string | undefined;
}

/** Number of exercises on a handout: as many as leave room to answer. */
const exerciseCount = 2;

/** An anchor of a figure, such as `"20.13"`. */
export function anchorOf({ figure }: Parts): string {
  return figure.replace("Figure ", "");
}

/** What was measured against each statement. */
function measuredHtml(claims: readonly JudgedClaim[], scale: Parts["scale"]): string {
  if (claims.length === 0) return "";
  const ran = scale === undefined ? "" : `At ${scale} scale: `;
  const table = verdictTable(claims, `${ran}${verdictCounts(claims)}.`);
  return `<section class="measured"><h2>The statements of the caption, measured</h2>${table}</section>`;
}

const isExercises = ({ heading }: Section): boolean => heading.startsWith("Exercises");

const textOf = ({ items }: Section): string =>
  items.filter((item) => typeof item === "string").join("\n\n");

/** An exercise with its solution, or with room for one. */
function exerciseHtml(exercise: string, answer: string | undefined): string {
  return answer === undefined
    ? `<li class="room">${exercise}</li>`
    : `<li>${exercise}<div class="answer">${answer}</div></li>`;
}

function exercisesHtml(sections: readonly Section[], answers: string | undefined): string {
  const exercises = sections.flatMap((section) => orderedItems(textOf(section)))
    .slice(0, exerciseCount);
  if (exercises.length === 0) return "";
  const solutions = answers === undefined ? [] : orderedItems(answers);
  const items = exercises.map((exercise, i) => exerciseHtml(exercise, solutions[i]));
  return `<section class="exercises"><h2>Exercises</h2><ol>${items.join("")}</ol></section>`;
}

/** How the results came about, and where to go on. */
function footer({ provenanceCell }: Parts, live: Link): string {
  const origin = provenanceCell === undefined ? "" : outputsHtml(provenanceCell, "");
  return `<footer class="provenance">${origin}<p>To try it: ${linkHtml(live)}</p></footer>`;
}

/**
 * A figure for handing out, as HTML of two sides: the question, the pictures, the book's caption,
 * what to notice, what was measured against each statement, and exercises with room to answer. What
 * only a bug could fail is left out.
 *
 * @param options `hasCode` adds the code, on sides of its own.
 */
export function handoutHtml(
  { notebook, live, answers }: Handout,
  options: { readonly hasCode: boolean },
): string {
  const parts = partsOf(notebook);
  const anchor = anchorOf(parts);
  const prefix = `${anchor}-`;
  const claims = tellingClaims(parts.claims);
  const notes = parts.reading.filter((section) => !isExercises(section));
  const exercises = parts.reading.filter(isExercises);
  const { hasNotesInFront, isDense } = layoutOf(parts, { notes, claims, exercises });
  const noted = notes.map(readingHtml).join("\n");
  const code = options.hasCode ? computationHtml(parts, { prefix, isOpen: true }) : "";
  return `<article class="${isDense ? "handout dense" : "handout"}" id="${anchor}">
<div class="side">
<header>${titleHtml(parts)}${questionHtml(parts)}</header>
${picturesHtml(parts, prefix)}
${hasNotesInFront ? noted : ""}
</div>
<div class="side">
${hasNotesInFront ? "" : noted}
${measuredHtml(claims, parts.scale)}
${exercisesHtml(exercises, answers)}
${footer(parts, live)}
</div>
${code}
</article>`;
}
