import { htmlDocument, type Link, linkHtml } from "./document.ts";
import { markdown, plainText } from "./markdown.ts";
import { outputsHtml } from "./outputs.ts";
import { type Parts, partsOf } from "./parts.ts";
import { computationHtml, picturesHtml, questionHtml, readingHtml, titleHtml } from "./sections.ts";
import { verdictCounts, verdictTable } from "./verdicts.ts";
import { escapeHtml } from "../notebook/display.ts";
import { type NotebookFile, outputs } from "../notebook/notebook_file.ts";
import { tableFile } from "../tables/table.ts";

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

function verdicts({ claims, claimsCell, scale }: Parts): string {
  if (claimsCell === undefined) return "";
  const ran = scale === undefined ? "" : `At ${scale} scale: `;
  const table = verdictTable(claims, `${ran}${verdictCounts(claims)}.`);
  return `<h2>The statements of the caption</h2>${outputsHtml(claimsCell, "", table)}`;
}

function filesLine(files: readonly Link[]): string {
  return files.length === 0 ? "" : `<p class="files">Files: ${files.map(linkHtml).join(" · ")}</p>`;
}

/** What the columns of the table are, folded. */
function codebookHtml(codebook: string): string {
  return `<details class="codebook"><summary>Columns of ${tableFile}</summary>${
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
  const { figure, title, reading, provenanceCell } = parts;
  const provenance = provenanceCell === undefined
    ? ""
    : `<footer class="provenance">${outputsHtml(provenanceCell, "")}</footer>`;
  const body = `${navigation(options, "Figures")}
<main>
<header>${titleHtml(parts)}${questionHtml(parts)}</header>
${failure(notebook)}${changedParameters(parts)}${options.live ?? ""}
${picturesHtml(parts, "")}
${options.below ?? ""}
${filesLine(options.files ?? [])}
${options.codebook === undefined ? "" : codebookHtml(options.codebook)}
${verdicts(parts)}
${reading.map(readingHtml).join("\n")}
${computationHtml(parts, { prefix: "", isOpen: false })}
${provenance}
</main>
${navigation(options, "Figures, once more")}`;
  return htmlDocument({
    title: [figure, plainText(title)].filter((part) => part !== "").join(": "),
    head: options.head ?? "",
    body,
  });
}
