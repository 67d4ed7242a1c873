import { highlighted, inlineMarkdown, markdown } from "./markdown.ts";
import { outputsHtml } from "./outputs.ts";
import type { Parts, Picture, Section } from "./parts.ts";
import { escapeHtml } from "../notebook/display.ts";
import { type Cell, text } from "../notebook/notebook_file.ts";

/** A section's heading, one level lower than in the notebook: it stands below a heading here. */
function heading({ heading: source, level }: Section): string {
  const name = `h${level + 1}`;
  return source === "" ? "" : `<${name}>${inlineMarkdown(source)}</${name}>`;
}

function pictureSection(
  { cell, section, texts }: Picture,
  isFirst: boolean,
  prefix: string,
): string {
  const output = outputsHtml(cell, prefix);
  const words = texts.map(markdown).join("");
  if (isFirst) return output + words;
  const title = section.level > 2 ? `<h2>${inlineMarkdown(section.heading)}</h2>` : "";
  return `${title}${words}${output}`;
}

/** Figure and title, the one above the other. */
export function titleHtml({ figure, title }: Parts): string {
  const over = figure === "" ? "" : `<p class="over">${escapeHtml(figure)}</p>`;
  return `${over}<h1>${inlineMarkdown(title)}</h1>`;
}

/** The question; empty if there is none. */
export function questionHtml({ question }: Parts): string {
  return question === "" ? "" : `<div class="question">${markdown(question)}</div>`;
}

/**
 * The pictures, the book's caption under the first.
 *
 * @param prefix What the ids in the pictures begin with.
 */
export function picturesHtml({ pictures: list, caption }: Parts, prefix: string): string {
  const [first, ...others] = list;
  const quotation = caption === "" ? "" : `<div class="caption">${markdown(caption)}</div>`;
  const top = first === undefined ? quotation : pictureSection(first, true, prefix) + quotation;
  return top + others.map((picture) => pictureSection(picture, false, prefix)).join("");
}

/** A section with texts alone, such as what to notice. */
export function readingHtml({ heading: source, items }: Section): string {
  const texts = items.filter((item) => typeof item === "string");
  return `<section class="reading"><h2>${inlineMarkdown(source)}</h2>${
    texts.map(markdown).join("")
  }</section>`;
}

/** The code of a cell, folded under its first line if that is a comment. */
function codeHtml(cell: Cell, isOpen: boolean): string {
  const code = text(cell.source);
  const [first = ""] = code.split("\n", 1);
  const name = first.startsWith("// ") ? first.slice("// ".length) : "Code";
  const open = isOpen ? " open" : "";
  return `<details class="code"${open}><summary>${escapeHtml(name)}</summary>${
    highlighted(code)
  }</details>`;
}

/** How the code is shown. */
export interface ComputationOptions {
  /** What the ids in the pictures begin with. */
  readonly prefix: string;
  /** Whether the code is unfolded. */
  readonly isOpen: boolean;
}

/**
 * Sections as they stand in the notebook: texts, code and outputs.
 *
 * @param above Cells whose outputs are shown elsewhere.
 */
export function sectionsHtml(
  sections: readonly Section[],
  above: ReadonlySet<Cell | undefined>,
  { prefix, isOpen }: ComputationOptions,
): string {
  const itemHtml = (item: string | Cell): string => {
    if (typeof item === "string") return markdown(item);
    return codeHtml(item, isOpen) + (above.has(item) ? "" : outputsHtml(item, prefix));
  };
  return sections.map((section) => heading(section) + section.items.map(itemHtml).join("\n"))
    .join("\n");
}

/** The sections with the code, and with the outputs that are not shown above. */
export function computationHtml(parts: Parts, options: ComputationOptions): string {
  const { sections, pictures: list, claimsCell, provenanceCell } = parts;
  const above = new Set([...list.map(({ cell }) => cell), claimsCell, provenanceCell]);
  return `<section class="computation"><h2>How it was computed</h2>${
    sectionsHtml(sections, above, options)
  }</section>`;
}
