/**
 * Prints the epochs to zero error of the points with which the panel of figure 20.2 starts, as Deno
 * computes them.
 *
 * @module
 */
import { projectRoot } from "lib/files.ts";
import { readCommittedRuns } from "lib/notebook/committed_runs.ts";
import { readNotebook } from "lib/notebook/notebook_file.ts";
import { decode } from "lib/sweep/encoding.ts";
import { runPoints, type SweepFunction } from "lib/sweep/run_points.ts";
import { notebookModules } from "lib/web/build/notebook_modules.ts";
import { loadPanel } from "lib/web/build/panels.ts";
import { choiceOf } from "lib/web/panel/address.ts";
import type { StoredRuns } from "lib/web/stored.ts";

/** What the notebook's experiment finds. */
interface Result {
  readonly curve: readonly { readonly epoch: number; readonly error: number }[];
}

const stem = "20_02_full_batch_gradient_descent";
const folder = await Deno.makeTempDir();
const notebook = await readNotebook(`${projectRoot}notebooks/${stem}.ipynb`);
await Deno.writeTextFile(`${folder}/experiments.ts`, notebookModules(notebook).experiments);
const { experiments } = await import(`file://${folder}/experiments.ts`) as {
  experiments: Record<string, SweepFunction<object, Result>>;
};
const panel = (await loadPanel("20_02"))!;
const { sweeps } = decode(await readCommittedRuns(stem)) as StoredRuns;
const points = panel.points!(sweeps[0]!.points as object[], choiceOf(panel, ""), []);
const results = await runPoints(points, experiments[panel.sweep!]!, {
  name: "epochs",
  cacheDir: folder,
});
const epochs = results.map(({ curve }) => curve.find(({ error }) => error === 0)?.epoch);
console.log(JSON.stringify(epochs));
await Deno.remove(folder, { recursive: true });
