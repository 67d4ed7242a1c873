import css from "./handout.css" with { type: "text" };
import { htmlDocument } from "./document.ts";
import { anchorOf, type Handout, handoutHtml } from "./handout.ts";
import { inlineMarkdown, plainText } from "./markdown.ts";
import { type Parts, partsOf } from "./parts.ts";
import { verdictCounts } from "./verdicts.ts";
import { escapeHtml } from "../notebook/display.ts";

/** Sizes of paper. */
export const papers = ["a4", "letter"] as const;

/** A size of paper. */
export type Paper = typeof papers[number];

/** What handouts have, and what they are printed on. */
export interface HandoutOptions {
  /** Size of the paper. */
  readonly paper: Paper;
  /** Whether the code follows. */
  readonly hasCode: boolean;
}

/** Height of the paper, in millimeters. */
const heights: Readonly<Record<Paper, number>> = { a4: 297, letter: 279.4 };

/** The style sheet of handouts, for a size of paper. */
function head(paper: Paper): string {
  const page = `@page { size: ${paper === "a4" ? "A4" : "letter"} }`;
  return `<style>${page}\n:root { --paper-height: ${heights[paper]}mm }\n${css}</style>\n`;
}

const nameOf = ({ figure, title }: Parts): string => `${figure}: ${plainText(title)}`;

/**
 * The page of a figure's handout, for two sides of paper.
 *
 * @example Usage
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { handoutPage } from "lib/page/handout_page.ts";
 *
 * const source = "# Figure 20.2: Deeper is faster\n\n**The question.** Does depth help?";
 * const notebook = { cells: [{ cell_type: "markdown", source, metadata: {} }] };
 * const live = { address: "https://example.org/20_02/", text: "example.org/20_02/" };
 * const handout = { stem: "20_02_depth", notebook, live };
 * const page = handoutPage(handout, { paper: "a4", hasCode: false });
 * assertStringIncludes(page, "example.org/20_02/</a>");
 * ```
 */
export function handoutPage(handout: Handout, { paper, hasCode }: HandoutOptions): string {
  return htmlDocument({
    title: nameOf(partsOf(handout.notebook)),
    head: head(paper),
    body: `<main>${handoutHtml(handout, { hasCode })}</main>`,
  });
}

/** A figure's line in the contents. */
function contentsRow(handout: Handout, page: number | undefined): string {
  const parts = partsOf(handout.notebook);
  const link = `<a href="#${anchorOf(parts)}">${inlineMarkdown(parts.title)}</a>`;
  return `<tr><th scope="row">${escapeHtml(parts.figure)}</th><td>${link}</td>` +
    `<td>${escapeHtml(verdictCounts(parts.claims))}</td><td>${page ?? ""}</td></tr>`;
}

/** The numbers of the pages on which handouts begin, where the contents are the first page. */
function firstPages(sides: readonly number[]): number[] {
  const first: number[] = [];
  let next = 2;
  for (const count of sides) {
    first.push(next);
    next += count;
  }
  return first;
}

function contents(handouts: readonly Handout[], sides: readonly number[]): string {
  const pages = firstPages(sides);
  const head = ["Figure", "", "Measured", sides.length === 0 ? "" : "Page"].map((name) =>
    `<th scope="col">${name}</th>`
  );
  const rows = handouts.map((handout, i) => contentsRow(handout, pages[i]));
  return `<section class="contents">
<h1>Why does deep learning work?</h1>
<p>The figures of chapter 20 of <cite>Understanding Deep Learning</cite>, recomputed.</p>
<table><thead><tr>${head.join("")}</tr></thead><tbody>${rows.join("\n")}</tbody></table>
<p class="provenance">The captions are from S. J. D. Prince, <cite>Understanding Deep Learning</cite>,
MIT Press, 2023.</p>
</section>`;
}

/**
 * All handouts in one page, after their contents.
 *
 * @param sides Number of sides of each handout on paper; empty if it is not known.
 */
export function booklet(
  handouts: readonly Handout[],
  { paper, hasCode }: HandoutOptions,
  sides: readonly number[],
): string {
  const articles = handouts.map((handout) => handoutHtml(handout, { hasCode }));
  return htmlDocument({
    title: "Why does deep learning work?",
    head: head(paper),
    body: `<main>${contents(handouts, sides)}\n${articles.join("\n")}</main>`,
  });
}
