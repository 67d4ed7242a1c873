import { blocks } from "./markdown.ts";
import { factsMime } from "../notebook/display.ts";
import { type Cell, facts, type NotebookFile, text } from "../notebook/notebook_file.ts";
import type { JudgedClaim } from "../notebook/judge.ts";
import type { Scale } from "../notebook/session.ts";

/** A heading with what stands under it, up to the next heading. */
export interface Section {
  /** The heading's Markdown; empty if the notebook does not begin with one. */
  readonly heading: string;
  /** The heading's level, 1 to 6. */
  readonly level: number;
  /** Texts in Markdown, and cells with code, in order. */
  readonly items: readonly (string | Cell)[];
}

/** A picture of the notebook, with its place in it. */
export interface Picture {
  /** The cell that shows it. */
  readonly cell: Cell;
  /** The section where it stands. */
  readonly section: Section;
  /** The texts of its section since the last picture. */
  readonly texts: readonly string[];
}

/** The parts of an executed notebook that its page shows in an order of its own. */
export interface Parts {
  /** What stands before the title's colon, such as `"Figure 20.2"`. */
  readonly figure: string;
  /** The rest of the title: the claim. */
  readonly title: string;
  /** The question. */
  readonly question: string;
  /** The book's caption, a quotation. */
  readonly caption: string;
  /** Parameters that were changed from outside. */
  readonly parameters: readonly string[];
  /** The pictures, in order. */
  readonly pictures: readonly Picture[];
  /** The claims with their verdicts. */
  readonly claims: readonly JudgedClaim[];
  /** How much of the published experiment was run; undefined if the run did not come so far. */
  readonly scale: Scale | undefined;
  /** The cell with the claims, if there is one. */
  readonly claimsCell: Cell | undefined;
  /** The last cell, which says how the results came about, if it was run. */
  readonly provenanceCell: Cell | undefined;
  /** What to notice, and the exercises. */
  readonly reading: readonly Section[];
  /** All other sections, without the texts that are elsewhere in these parts. */
  readonly sections: readonly Section[];
}

/** Whether a cell shows a figure. */
function showsFigure({ outputs = [] }: Cell): boolean {
  return outputs.some(({ data }) => text(data?.["text/html"]).startsWith("<figure>"));
}

/** Whether a cell stores a fact of this name: `"claims"`, or `"scale"` of the provenance. */
function storesFact({ outputs = [] }: Cell, name: string): boolean {
  return outputs.some(({ data }) => {
    const stored = data?.[factsMime] as Record<string, unknown> | undefined;
    return stored?.[name] !== undefined;
  });
}

/** The sections of a notebook, in order. */
export function sectionsOf(notebook: NotebookFile): Section[] {
  const sections: { heading: string; level: number; items: (string | Cell)[] }[] = [];
  const add = (item: string | Cell): void => {
    if (sections.length === 0) sections.push({ heading: "", level: 1, items: [] });
    sections.at(-1)!.items.push(item);
  };
  for (const cell of notebook.cells) {
    if (cell.cell_type === "code") add(cell);
    if (cell.cell_type !== "markdown") continue;
    for (const { kind, level, source } of blocks(text(cell.source))) {
      if (kind === "heading") sections.push({ heading: source, level, items: [] });
      else add(source);
    }
  }
  return sections;
}

function picturesOf(sections: readonly Section[]): Picture[] {
  return sections.flatMap((section) => {
    const found: Picture[] = [];
    let texts: string[] = []; // the front's are not about a picture
    for (const item of section.items) {
      if (typeof item === "string") texts.push(item);
      else if (showsFigure(item)) {
        found.push({ cell: item, section, texts: section.level === 1 ? [] : texts });
        texts = [];
      }
    }
    return found;
  });
}

const isReading = ({ heading }: Section): boolean => /^(What to notice|Exercises)/.test(heading);
const questionMark = /^\*\*The question\.\*\*\s*/;

/** Takes an executed notebook apart. */
export function partsOf(notebook: NotebookFile): Parts {
  const all = sectionsOf(notebook);
  const front = all.find(({ level }) => level === 1);
  const [, figure = "", title = ""] = /^(Figure [\d.]+): (.*)$/.exec(front?.heading ?? "") ?? [];
  const frontTexts = (front?.items ?? []).filter((item) => typeof item === "string");
  const question = frontTexts.find((item) => questionMark.test(item)) ?? "";
  const caption = frontTexts.find((item) => item.startsWith(">")) ?? "";
  const pictures = picturesOf(all);
  const elsewhere = new Set([question, caption, ...pictures.flatMap(({ texts }) => texts)]);
  const code = notebook.cells.filter(({ cell_type }) => cell_type === "code");
  const found = facts(notebook) as {
    claims: JudgedClaim[];
    scale?: Scale;
    parameters?: string[];
  };
  const sections = all.map((section) => {
    const isElsewhere = (item: string | Cell): boolean =>
      typeof item === "string" && (isReading(section) || elsewhere.has(item));
    return {
      heading: section === front || isReading(section) ? "" : section.heading,
      level: section.level,
      items: section.items.filter((item) => !isElsewhere(item)),
    };
  });
  return {
    figure,
    title: title || (front?.heading ?? ""),
    question: question.replace(questionMark, ""),
    caption,
    parameters: found.parameters ?? [],
    pictures,
    claims: found.claims,
    scale: found.scale,
    claimsCell: code.find((cell) => storesFact(cell, "claims")),
    provenanceCell: code.find((cell) => storesFact(cell, "scale")),
    reading: all.filter(isReading),
    sections: sections.filter(({ heading, items }) => heading !== "" || items.length > 0),
  };
}
