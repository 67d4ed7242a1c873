import css from "../live.css" with { type: "text" };
import { bundle } from "./bundle.ts";
import { notebookModules } from "./notebook_modules.ts";
import { keyOf, loadPanel, panelWithPoints } from "./panels.ts";
import type { Panel } from "../panel/panel.ts";
import type { NotebookFile } from "../../notebook/notebook_file.ts";

/** Whether a panel needs no other file: neither images nor stored results. */
function needsNoFile({ data, points, sweep }: Panel): boolean {
  return data === undefined && (points !== undefined || sweep === undefined);
}

/** The module of a page that is one file, and of its workers. */
function fileModule(key: string): string {
  return `import { openFile } from "lib/web/open_file.ts";
import { panel } from "lib/web/panels/${key}.ts";
import { experiments } from "./experiments.ts";
openFile(panel, experiments);
`;
}

/** The script of such a page. */
async function scriptOf(key: string, notebook: NotebookFile): Promise<string> {
  const { experiments } = notebookModules(notebook);
  const modules = { script: fileModule(key), experiments };
  const outdir = await Deno.makeTempDir();
  try {
    await bundle({ modules, entries: ["script"], outdir, oneFile: true });
    return await Deno.readTextFile(`${outdir}/script.js`);
  } finally {
    await Deno.remove(outdir, { recursive: true });
  }
}

/**
 * The HTML of a figure's panel with its style and script, for a page that is one file; empty if the
 * figure has no panel, or one that loads files.
 *
 * @param stem File name of the notebook, without extension.
 * @param notebook The executed notebook.
 * @param runs Text of its `runs.json`.
 * @throws {Error} If the notebook or the library cannot be bundled.
 */
export async function panelInFile(
  stem: string,
  notebook: NotebookFile,
  runs: string,
): Promise<string> {
  const key = keyOf({ stem });
  const panel = await loadPanel(key);
  if (panel === undefined || !needsNoFile(panel)) return "";
  return `<style>
${css}</style>
${panelWithPoints(panel, runs)}
<script id="script">${await scriptOf(key, notebook)}</script>`;
}
