/**
 * Prints hashes of the results of short runs, and of the values of the elementary functions. With
 * `UDL_EXACT=1`, they are those of `digests.json` on every machine: after a change that is meant to
 * change digits, write them there.
 *
 * @module
 */
import { digest } from "./digest.ts";
import { elementaryValues } from "./elementary_values.ts";
import { shortRuns } from "./short_runs.ts";
import { projectRoot } from "lib/files.ts";
import { readNotebook } from "lib/notebook/notebook_file.ts";
import { runPoints, type SweepFunction } from "lib/sweep/run_points.ts";
import { notebookModules } from "lib/web/build/notebook_modules.ts";

/** The functions of a notebook's sweeps, by their names. */
type Experiments = Readonly<Record<string, SweepFunction<object, object>>>;

const folder = await Deno.makeTempDir();
const digests: Record<string, string> = { elementary: digest(elementaryValues()) };
for (const { stem, sweep, points } of shortRuns) {
  const notebook = await readNotebook(`${projectRoot}notebooks/${stem}.ipynb`);
  await Deno.writeTextFile(`${folder}/${stem}.ts`, notebookModules(notebook).experiments);
  const { experiments } = await import(`file://${folder}/${stem}.ts`) as {
    experiments: Experiments;
  };
  const results = await runPoints(points, experiments[sweep]!, { name: sweep, cacheDir: folder });
  digests[sweep] = digest(results);
}
console.log(JSON.stringify(digests, null, 2));
await Deno.remove(folder, { recursive: true });
