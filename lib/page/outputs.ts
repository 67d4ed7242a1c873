import { parseFragment } from "./dom.ts";
import { inlineMarkdown, markdown } from "./markdown.ts";
import { pictureFile, pictureHtml } from "./picture.ts";
import { verdictCounts, verdictTable } from "./verdicts.ts";
import { escapeHtml, factsMime, paperRunMime } from "../notebook/display.ts";
import { type Cell, type Output, text } from "../notebook/notebook_file.ts";
import type { KeptRun } from "../notebook/paper_run.ts";

/** Terminal color codes, which tracebacks contain. */
// deno-lint-ignore no-control-regex
const colors = /\x1b\[[0-9;]*m/g;

function figure(html: string, prefix: string): string {
  const picture = pictureFile(html);
  return picture === undefined ? parseFragment(html).innerHTML : pictureHtml(picture, prefix);
}

/** The verdicts of a run at paper scale, which come after the page's own: folded below a line. */
function paperRunHtml({ heading, claims }: KeptRun): string {
  const table = verdictTable(claims, `${verdictCounts(claims)}.`);
  return `<details><summary>${inlineMarkdown(heading)}</summary>${table}</details>`;
}

function shown(data: Record<string, unknown>, prefix: string): string {
  const paperRun = data[paperRunMime] as KeptRun | undefined;
  if (paperRun !== undefined) return paperRunHtml(paperRun);
  const html = text(data["text/html"]);
  if (html.startsWith("<figure>")) return figure(html, prefix);
  if (html !== "") return parseFragment(html).innerHTML;
  const source = text(data["text/markdown"]);
  if (source !== "") return markdown(source);
  const image = text(data["image/png"]).trim();
  const words = escapeHtml(text(data["text/plain"]));
  if (image !== "") return `<img src="data:image/png;base64,${image}" alt="${words}">`;
  return words === "" ? "" : `<pre>${words}</pre>`;
}

/** One output as HTML; the claims are shown elsewhere, as one table. */
function outputHtml(output: Output, prefix: string): string {
  const { output_type, data, ename, evalue } = output;
  if (output_type === "stream") return `<pre>${escapeHtml(text(output.text))}</pre>`;
  if (output_type === "error") {
    return `<pre class="failed">${escapeHtml(`${ename}: ${evalue}`.replace(colors, ""))}</pre>`;
  }
  const facts = data?.[factsMime] as { claims?: unknown } | undefined;
  return data === undefined || facts?.claims !== undefined ? "" : shown(data, prefix);
}

/** Joins the texts that a cell printed one by one. */
function joinStreams(list: readonly Output[]): Output[] {
  const joined: Output[] = [];
  let open: { output_type: string; name: string; text: string } | undefined;
  for (const output of list) {
    const { output_type, name = "" } = output;
    if (output_type !== "stream") {
      open = undefined;
      joined.push(output);
    } else if (open?.name === name) {
      open.text += text(output.text);
    } else {
      open = { output_type, name, text: text(output.text) };
      joined.push(open);
    }
  }
  return joined;
}

/**
 * The place of a cell's outputs on a page, with `before` ahead of them: an element with the cell's
 * id as `data-cell`.
 *
 * @param prefix What the ids in its pictures begin with.
 */
export function outputsHtml(cell: Cell, prefix: string, before = ""): string {
  const id = cell.id ?? "";
  const parts = joinStreams(cell.outputs ?? []).map((output, i) =>
    outputHtml(output, `${prefix}${id}-${i}-`)
  );
  const content = before + parts.join("");
  return `<div class="output" data-cell="${escapeHtml(id)}">${content}</div>`;
}
