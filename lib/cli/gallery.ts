import { outputs, readNotebook, text, title } from "./catalogue.ts";
import type { Execution } from "./execution.ts";
import { writeFileAtomic } from "../files.ts";
import type { JudgedClaim, Verdict } from "../notebook/judge.ts";
import { escapeHtml } from "../notebook/display.ts";
import { duration } from "../notebook/progress_line.ts";
import type { Scale } from "../notebook/session.ts";

const style = `
:root { color-scheme: light dark; --line: light-dark(#d4d4d4, #444); --soft: light-dark(#666, #aaa) }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { margin-bottom: 0 } h2 { margin-bottom: .25rem } p { margin: .25rem 0 }
section { border-top: 1px solid var(--line); margin-top: 2rem }
figure { margin: 1rem 0 } figure img { max-width: 100%; height: auto; border-radius: 4px }
figcaption, .soft { color: var(--soft) }
.table { overflow-x: auto } table { border-collapse: collapse; font-size: .9rem }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0 }
tr { border-bottom: 1px solid var(--line) } td:last-child { min-width: 9rem }
.supported { color: light-dark(#00664a, #3fc79a) } .failed { color: light-dark(#a33a00, #ff9a5c) }
`;

const verdicts: Record<Verdict, string> = {
  "supported": '<span class="supported">✓ supported</span>',
  "not supported": '<span class="failed">✗ not supported</span>',
  "not tested": '<span class="soft">– not tested</span>',
};

function claimRow(
  { statement, measured, threshold, verdict, expected, reason }: JudgedClaim,
): string {
  const surprise = verdict === expected ? "" : ` <b class="failed">(declared: ${expected})</b>`;
  const why = reason === undefined ? "" : `<br><span class="soft">${escapeHtml(reason)}</span>`;
  const cells = [statement, measured, threshold].map((cell) => `<td>${escapeHtml(cell)}</td>`);
  return `<tr>${cells.join("")}<td>${verdicts[verdict]}${surprise}${why}</td></tr>`;
}

function claimsTable(claims: readonly JudgedClaim[]): string {
  if (claims.length === 0) return "";
  const head = "<tr><th>Claim<th>Measured<th>Threshold<th>Verdict</tr>";
  return `<div class="table"><table>${head}${claims.map(claimRow).join("")}</table></div>`;
}

/** Links to the files of a notebook that ran to the end, otherwise to its result alone. */
function links(stem: string, complete: boolean): string {
  const page = `<a href="${stem}/index.html">page</a>`;
  const notebook = `<a href="${stem}/notebook.ipynb">notebook</a>`;
  const result = `<a href="${stem}/result.json">result.json</a>`;
  return complete ? `${page} · ${notebook} · ${result}` : result;
}

async function section({ notebook, state, result }: Execution, folder: string): Promise<string> {
  const heading = escapeHtml(title(await readNotebook(notebook.path)));
  const head = `<h2 id="${notebook.figure}">${heading}</h2>`;
  if (result === undefined) return `<section>${head}<p class="soft">${state} …</p></section>`;
  const executed = await readNotebook(`${folder}/${notebook.stem}/notebook.ipynb`)
    .catch(() => undefined);
  const figures = (executed === undefined ? [] : outputs(executed)).map(({ data }) =>
    text(data?.["text/html"])
  )
    .filter((html) => html.startsWith("<figure>"));
  const facts = [
    duration(result.seconds),
    escapeHtml(result.backend),
    links(notebook.stem, executed !== undefined),
  ].filter(Boolean).join(" · ");
  const error = result.error === undefined
    ? ""
    : `<pre class="failed">${escapeHtml(result.error)}</pre>`;
  return `<section>${head}<p class="soft">${facts}</p>${figures.join("")}${error}${
    claimsTable(result.claims)
  }</section>`;
}

/** Writes `index.html`: the figures that are done, with their claims, and what is still to come. */
export async function writeGallery(
  folder: string,
  scale: Scale,
  list: readonly Execution[],
): Promise<void> {
  const inOrder = list.toSorted((a, b) => a.notebook.stem < b.notebook.stem ? -1 : 1);
  const sections = await Promise.all(inOrder.map((execution) => section(execution, folder)));
  const done = list.filter(({ result }) => result !== undefined).length;
  const refresh = done < list.length ? '<meta http-equiv="refresh" content="5">' : "";
  const progress = done < list.length ? `, ${done} of ${list.length} notebooks done` : "";
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8">${refresh}
<meta name="viewport" content="width=device-width"><title>Why does deep learning work?</title>
<style>${style}</style></head><body>
<h1>Why does deep learning work?</h1>
<p class="soft">The figures of chapter 20 of <cite>Understanding Deep Learning</cite>, recomputed
at ${scale} scale${progress}.</p>
${sections.join("\n")}
</body></html>
`;
  await writeFileAtomic(`${folder}/index.html`, html);
}
