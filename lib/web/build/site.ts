import plainWasm from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm" with {
  type: "bytes",
};
import simdWasm from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm" with {
  type: "bytes",
};
import css from "../live.css" with { type: "text" };
import { writeData } from "./data.ts";
import { keyOf, panelPath, type SiteFigure, writeScripts } from "./scripts.ts";
import { galleryPage, notebookPage } from "./stand_in_page.ts";
import { panelHtml } from "../panel/html.ts";
import type { Panel } from "../panel/panel.ts";
import type { StoredRuns } from "../stored.ts";
import { UserError } from "../../errors.ts";
import { projectRoot, writeFileAtomic } from "../../files.ts";
import { decode, encode } from "../../sweep/encoding.ts";

/** What a page may load: nothing but files of its site. Plot and charts bring styles with them. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'self'",
].join("; ");

/** What stands in the head of every page; `root` leads to the root of the site. */
function head(root: string): string {
  return `<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="icon" href="data:,"><link rel="stylesheet" href="${root}live.css">`;
}

/** The folders in `out` that `task figures` has finished, with their notebooks. */
async function finishedFigures(out: string): Promise<SiteFigure[]> {
  const stems = (await Array.fromAsync(Deno.readDir(out)).catch(() => []))
    .map(({ name }) => name).filter((name) => /^\d+_\d+_\w+$/.test(name)).sort();
  const figures: SiteFigure[] = [];
  for (const stem of stems) {
    const path = `${out}/${stem}/notebook.ipynb`;
    const text = await Deno.readTextFile(path).catch(() => undefined);
    if (text !== undefined) figures.push({ stem, notebook: JSON.parse(text) });
  }
  if (figures.length > 0) return figures;
  throw new UserError(`There are no figures in ${out}.`, "Run `deno task figures` first.");
}

/** The text of a figure's stored runs; that of none for a notebook without a sweep. */
async function runsText(folder: string): Promise<string> {
  const { scale } = JSON.parse(await Deno.readTextFile(`${folder}/result.json`));
  return await Deno.readTextFile(`${folder}/runs.json`)
    .catch(() => JSON.stringify({ scale, sweeps: [], calls: [] }));
}

/** Writes the page of a figure, with the files that it loads. */
async function writeFigure(
  { stem, notebook }: SiteFigure,
  out: string,
  site: string,
): Promise<void> {
  const [from, to] = [`${out}/${stem}`, `${site}/${stem}`];
  const key = keyOf({ stem });
  const runs = await runsText(from);
  await writeFileAtomic(`${to}/runs.json`, runs);
  await Deno.copyFile(`${from}/notebook.ipynb`, `${to}/notebook.ipynb`);
  const path = panelPath(key);
  let live = "";
  if (path !== undefined) {
    const { panel } = await import(new URL(path, import.meta.url).href) as { panel: Panel };
    const { sweeps } = decode(runs) as StoredRuns; // long arrays stay shortened
    const sweep = sweeps.find(({ name }) => name === (panel.first ?? panel).sweep);
    await writeFileAtomic(`${to}/points.json`, encode(sweep?.points ?? []));
    live = panelHtml(panel);
  }
  const script = `<script type="module" src="../js/page_${key}.js"></script>`;
  const page = notebookPage(notebook, { live, head: head("../") + script });
  await writeFileAtomic(`${to}/index.html`, page);
}

/** Copies the project's tables, which notebooks read, and lists them in `data/tables.json`. */
async function copyTables(site: string): Promise<void> {
  const copied: string[] = [];
  for (const folder of ["data", "data/results"]) {
    await Deno.mkdir(`${site}/${folder}`, { recursive: true });
    for await (const { name } of Deno.readDir(projectRoot + folder)) {
      if (!name.endsWith(".csv")) continue;
      const path = `${folder}/${name}`;
      await Deno.copyFile(projectRoot + path, `${site}/${path}`);
      copied.push(path);
    }
  }
  await writeFileAtomic(`${site}/data/tables.json`, JSON.stringify(copied));
}

/**
 * Builds the site from the figures in `out`, which have to be there, and returns its folder,
 * `out/site`: static files with relative addresses, for any web server and any path.
 *
 * @throws {UserError} If there are no figures.
 * @throws {Error} If a notebook or the library cannot be bundled.
 */
export async function buildSite(out: string): Promise<string> {
  const figures = await finishedFigures(out);
  const site = `${out}/site`;
  await Deno.remove(site, { recursive: true }).catch(() => {});
  await Deno.mkdir(`${site}/js`, { recursive: true });
  await Promise.all([writeScripts(figures, `${site}/js`), writeData(site)]);
  await writeFileAtomic(`${site}/live.css`, css);
  await writeFileAtomic(`${site}/tfjs/tfjs-backend-wasm.wasm`, plainWasm);
  await writeFileAtomic(`${site}/tfjs/tfjs-backend-wasm-simd.wasm`, simdWasm);
  await copyTables(site);
  for (const figure of figures) await writeFigure(figure, out, site);
  await writeFileAtomic(`${site}/index.html`, galleryPage(figures, head("")));
  return site;
}
