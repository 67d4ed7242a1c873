import { htmlDocument, type Link, linkHtml } from "./document.ts";
import { highlighted, inlineMarkdown, markdown, plainText } from "./markdown.ts";
import { outputsHtml } from "./outputs.ts";
import { type Parts, partsOf, type Picture, type Section } from "./parts.ts";
import { verdictCounts, verdictTable } from "./verdicts.ts";
import { escapeHtml } from "../notebook/display.ts";
import { type Cell, type NotebookFile, outputs, text } from "../notebook/notebook_file.ts";

/** What surrounds a notebook on its page. */
export interface PageOptions {
  /** Leads to the page of all figures. */
  readonly gallery?: Link | undefined;
  /** Leads to the figure before this one. */
  readonly previous?: Link | undefined;
  /** Leads to the figure after this one. */
  readonly next?: Link | undefined;
  /** The files to download: the notebook, the result, the pictures. */
  readonly files?: readonly Link[];
  /** On the columns of the table among them, in Markdown. */
  readonly codebook?: string | undefined;
  /** HTML of a panel right below the question. */
  readonly live?: string;
  /** HTML of a panel right below the pictures. */
  readonly below?: string;
  /** More HTML for the head. */
  readonly head?: string;
}

/** Links to the gallery and to the neighbors; the name tells the one on top from that below. */
function navigation({ gallery, previous, next }: PageOptions, name: string): string {
  const links = [
    gallery === undefined ? "" : linkHtml(gallery),
    previous === undefined
      ? ""
      : linkHtml({ address: previous.address, text: `← ${previous.text}` }),
    next === undefined ? "" : linkHtml({ address: next.address, text: `${next.text} →` }),
  ].filter((link) => link !== "");
  return links.length === 0 ? "" : `<nav aria-label="${name}">${links.join("\n")}</nav>`;
}

/** Says on top that the notebook did not run to its end, if so. */
function failure(notebook: NotebookFile): string {
  const error = outputs(notebook).find(({ output_type }) => output_type === "error");
  return error === undefined
    ? ""
    : `<p class="failed">A cell failed (${escapeHtml(error.ename ?? "error")}): see below.</p>`;
}

/** Says on top which parameters are not those of the notebook, if so. */
function changedParameters({ parameters }: Parts): string {
  if (parameters.length === 0) return "";
  const items = parameters.map((text) => `<li><code>${escapeHtml(text)}</code></li>`);
  return `<div class="changed"><p>Run with changed parameters; the statements of the caption are
not tested.</p><ul>${items.join("")}</ul></div>`;
}

/** A section's heading, one level lower than in the notebook: it stands below a heading here. */
function heading({ heading: source, level }: Section): string {
  const name = `h${level + 1}`;
  return source === "" ? "" : `<${name}>${inlineMarkdown(source)}</${name}>`;
}

function pictureSection({ cell, section, texts }: Picture, isFirst: boolean): string {
  const output = outputsHtml(cell, "");
  const words = texts.map(markdown).join("");
  if (isFirst) return output + words;
  const title = section.level > 2 ? `<h2>${inlineMarkdown(section.heading)}</h2>` : "";
  return `${title}${words}${output}`;
}

/** The pictures, the book's caption under the first. */
function pictures({ pictures: list, caption }: Parts): string {
  const [first, ...others] = list;
  const quotation = caption === "" ? "" : `<div class="caption">${markdown(caption)}</div>`;
  const top = first === undefined ? quotation : pictureSection(first, true) + quotation;
  return top + others.map((picture) => pictureSection(picture, false)).join("");
}

function verdicts({ claims, claimsCell, scale }: Parts): string {
  if (claimsCell === undefined) return "";
  const ran = scale === undefined ? "" : `At ${scale} scale: `;
  const table = verdictTable(claims, `${ran}${verdictCounts(claims)}.`);
  return `<h2>The statements of the caption</h2>${outputsHtml(claimsCell, "", table)}`;
}

/** What is read after the verdicts. */
function readingHtml({ heading: source, items }: Section): string {
  const texts = items.filter((item) => typeof item === "string");
  return `<section class="reading"><h2>${inlineMarkdown(source)}</h2>${
    texts.map(markdown).join("")
  }</section>`;
}

/** The code of a cell, folded under its first line if that is a comment. */
function codeHtml(cell: Cell): string {
  const code = text(cell.source);
  const [first = ""] = code.split("\n", 1);
  const name = first.startsWith("// ") ? first.slice("// ".length) : "Code";
  return `<details class="code"><summary>${escapeHtml(name)}</summary>${
    highlighted(code)
  }</details>`;
}

/** The sections with the code, and with the outputs that are not shown above. */
function computation({ sections, pictures: list, claimsCell, provenanceCell }: Parts): string {
  const above = new Set([...list.map(({ cell }) => cell), claimsCell, provenanceCell]);
  const itemHtml = (item: string | Cell): string => {
    if (typeof item === "string") return markdown(item);
    return codeHtml(item) + (above.has(item) ? "" : outputsHtml(item, ""));
  };
  const content = sections.map((section) =>
    heading(section) + section.items.map(itemHtml).join("\n")
  );
  return `<section class="computation"><h2>How it was computed</h2>${content.join("\n")}</section>`;
}

function filesLine(files: readonly Link[]): string {
  return files.length === 0 ? "" : `<p class="files">Files: ${files.map(linkHtml).join(" · ")}</p>`;
}

/** What the columns of the table are, folded. */
function codebookHtml(codebook: string): string {
  return `<details class="codebook"><summary>Columns of data.csv</summary>${
    markdown(codebook)
  }</details>`;
}

/**
 * An executed notebook as a page that needs no other file, and no script but a panel's: title,
 * question, pictures, the book's caption, verdicts, what to notice and exercises; then how it was
 * computed, with the code folded. The outputs of each code cell stand in an element with the cell's
 * id as `data-cell`.
 *
 * @example Usage
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { notebookPage } from "lib/page/notebook_page.ts";
 *
 * const source = "# Figure 20.2: Deeper is faster\n\n**The question.** Does depth help?";
 * const page = notebookPage({ cells: [{ cell_type: "markdown", source, metadata: {} }] }, {});
 * assertStringIncludes(page, "<title>Figure 20.2: Deeper is faster</title>");
 * ```
 */
export function notebookPage(notebook: NotebookFile, options: PageOptions): string {
  const parts = partsOf(notebook);
  const { figure, title, question, reading, provenanceCell } = parts;
  const over = figure === "" ? "" : `<p class="over">${escapeHtml(figure)}</p>`;
  const asked = question === "" ? "" : `<div class="question">${markdown(question)}</div>`;
  const provenance = provenanceCell === undefined
    ? ""
    : `<footer class="provenance">${outputsHtml(provenanceCell, "")}</footer>`;
  const body = `${navigation(options, "Figures")}
<main>
<header>${over}<h1>${inlineMarkdown(title)}</h1>${asked}</header>
${failure(notebook)}${changedParameters(parts)}${options.live ?? ""}
${pictures(parts)}
${options.below ?? ""}
${filesLine(options.files ?? [])}
${options.codebook === undefined ? "" : codebookHtml(options.codebook)}
${verdicts(parts)}
${reading.map(readingHtml).join("\n")}
${computation(parts)}
${provenance}
</main>
${navigation(options, "Figures, once more")}`;
  return htmlDocument({
    title: [figure, plainText(title)].filter((part) => part !== "").join(": "),
    head: options.head ?? "",
    body,
  });
}
