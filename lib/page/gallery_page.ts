import { dataLink } from "./data_link.ts";
import { htmlDocument, linkHtml } from "./document.ts";
import { inlineMarkdown, markdown } from "./markdown.ts";
import { outputsHtml } from "./outputs.ts";
import { ownAddress } from "./own_address.ts";
import { partsOf } from "./parts.ts";
import { verdictCounts, verdictTable } from "./verdicts.ts";
import { escapeHtml } from "../notebook/display.ts";
import type { JudgedClaim } from "../notebook/judge.ts";
import type { NotebookFile } from "../notebook/notebook_file.ts";
import { duration } from "../notebook/progress_line.ts";

/** What a run of a notebook left. */
export interface GalleryResult {
  /** The claims with their verdicts. */
  readonly claims: readonly JudgedClaim[];
  /** Wall time in seconds. */
  readonly seconds: number;
  /** The matrix product that was used. */
  readonly backend: string;
  /** Why the notebook failed, if it did. */
  readonly error?: string;
}

/** What a gallery is, beside its figures. */
export interface GalleryOptions {
  /** How much of the published experiments was run, such as `"standard"`. */
  readonly scale: string;
  /** Whether it is an index alone, which leads to the pages of the figures; false by default. */
  readonly isIndex?: boolean;
  /** Whether the page on the reader's own networks lies beside those of the figures; false by default. */
  readonly hasOwn?: boolean;
  /** More HTML for the head. */
  readonly head?: string;
}

/** A figure of the gallery. */
export interface GalleryEntry {
  /** Name of its folder. */
  readonly stem: string;
  /** The notebook: executed if there is a page, otherwise as it is before. */
  readonly notebook: NotebookFile;
  /** Whether its folder has a page and the pictures. */
  readonly hasPage: boolean;
  /** Whether its folder has a `data.csv`; false by default. */
  readonly hasTable?: boolean;
  /** Such as `"waiting"` or `"running"`, while there is no result. */
  readonly state: string;
  /** The result, once there is one. */
  readonly result: GalleryResult | undefined;
}

const isUnsupported = ({ verdict }: JudgedClaim): boolean => verdict === "not supported";

/** The name of a figure in addresses, such as `"20.2"`. */
const anchor = (figure: string): string => figure.replace("Figure ", "");

/** A figure's place in the index: thumbnail, claim and verdicts. */
function card({ stem, notebook, hasPage, state, result }: GalleryEntry, isIndex: boolean): string {
  const { figure, title } = partsOf(notebook);
  const address = isIndex ? `${stem}/index.html` : `#${anchor(figure)}`;
  const image = hasPage ? `<img src="${stem}/figure-1.svg" alt="">` : "";
  const verdicts = result === undefined ? `${state} …` : counts(result);
  const kind = result?.claims.some(isUnsupported) ? "card" : "card all-supported";
  return `<li class="${kind}"><a href="${address}">${image}
<span class="over">${escapeHtml(figure)}</span> ${inlineMarkdown(title)}</a>
<div class="soft">${escapeHtml(verdicts)}</div></li>`;
}

function counts({ claims, error }: GalleryResult): string {
  return error === undefined ? verdictCounts(claims) : "failed";
}

/** Links to the files of a notebook that ran to the end, otherwise to its result alone. */
function links({ stem, hasPage, hasTable = false }: GalleryEntry): string {
  const files = hasPage ? ["notebook.ipynb", "result.json"] : ["result.json"];
  const list = files.map((file) => `<a href="${stem}/${file}">${file}</a>`);
  if (hasTable) list.unshift(linkHtml(dataLink(stem, `${stem}/`)));
  if (hasPage) list.unshift(`<a href="${stem}/index.html">page with the code</a>`);
  return `<p class="files">${list.join(" · ")}</p>`;
}

/** Sections of runs that have ended: they stay as they are, and the page is written many times. */
const finished = new WeakMap<GalleryResult, string>();

function section(entry: GalleryEntry): string {
  const { result } = entry;
  if (result === undefined) return sectionHtml(entry);
  const html = finished.get(result) ?? sectionHtml(entry);
  finished.set(result, html);
  return html;
}

function sectionHtml(entry: GalleryEntry): string {
  const { notebook, state, result } = entry;
  const { figure, title, question, caption, pictures } = partsOf(notebook);
  const name = anchor(figure);
  const head = `<p class="over">${escapeHtml(figure)}</p>
<h2 id="${name}">${inlineMarkdown(title)}</h2>${markdown(question)}`;
  if (result === undefined) return `<section>${head}<p class="soft">${state} …</p></section>`;
  const { claims, error } = result;
  const shown = entry.hasPage
    ? pictures.map(({ cell }) => outputsHtml(cell, `${name}-`)).join("")
    : "";
  const failure = error === undefined ? "" : `<pre class="failed">${escapeHtml(error)}</pre>`;
  const kind = claims.some(isUnsupported) ? "" : ' class="all-supported"';
  return `<section${kind}>${head}${shown}<div class="caption">${markdown(caption)}</div>${failure}
${verdictTable(claims, `${verdictCounts(claims)}.`)}
${links(entry)}</section>`;
}

/** Time and software of each run, as the last part of the page. */
function runs(entries: readonly GalleryEntry[]): string {
  const rows = entries.flatMap(({ notebook, result }) => {
    if (result === undefined) return [];
    const name = escapeHtml(partsOf(notebook).figure);
    const cells = [duration(result.seconds), result.backend].map((cell) =>
      `<td>${escapeHtml(cell)}</td>`
    );
    return [`<tr><th scope="row">${name}</th>${cells.join("")}</tr>`];
  });
  if (rows.length === 0) return "";
  const head = ["Notebook", "Time", "Matrix products"].map((name) =>
    `<th scope="col">${name}</th>`
  );
  return `<section class="runs"><h2>The runs</h2><table><thead><tr>${head.join("")}</tr></thead>
<tbody>${rows.join("\n")}</tbody></table></section>`;
}

/**
 * The page of all figures: an index with thumbnails, then, unless their pages have it, each figure with
 * its verdicts. While some
 * are still to come, it says how many are done and reloads itself.
 *
 * @example Usage
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { galleryPage } from "lib/page/gallery_page.ts";
 *
 * const source = "# Figure 20.2: Deeper is faster";
 * const notebook = { cells: [{ cell_type: "markdown", source, metadata: {} }] };
 * const waiting = { stem: "20_02", notebook, hasPage: false, state: "waiting", result: undefined };
 * assertStringIncludes(galleryPage([waiting], { scale: "quick" }), "0 of 1 notebooks done");
 * ```
 */
export function galleryPage(
  entries: readonly GalleryEntry[],
  { scale, isIndex = false, hasOwn = false, head = "" }: GalleryOptions,
): string {
  const done = entries.filter(({ result }) => result !== undefined).length;
  const isDone = done === entries.length;
  const progress = isDone ? "" : `, ${done} of ${entries.length} notebooks done`;
  const own = hasOwn
    ? `<p class="own"><a href="${ownAddress}">Your own data, your own network</a>: the same questions,
asked of a network and data that come from your files.</p>`
    : "";
  const body = `<main>
<h1>Why does deep learning work?</h1>
<p>The figures of chapter 20 of <cite>Understanding Deep Learning</cite>, recomputed
at ${scale} scale${progress}.</p>
<p class="filter"><label><input type="checkbox" id="unsupported"> only figures with a claim
that is not supported</label></p>
<ul class="index">${entries.map((entry) => card(entry, isIndex)).join("\n")}</ul>
${own}
${isIndex ? "" : entries.map(section).join("\n") + runs(entries)}
</main>`;
  return htmlDocument({
    title: "Why does deep learning work?",
    head: head + (isDone ? "" : '<meta http-equiv="refresh" content="5">\n'),
    body,
  });
}
