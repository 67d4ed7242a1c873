import { gunzipSync, gzipSync } from "node:zlib";
import { projectRoot, writeFileAtomic } from "../files.ts";

/** Path of the committed runs of a notebook, which the site draws its figure from. */
export function runsPath(stem: string): string {
  return `${projectRoot}notebooks/runs/${stem}.json.gz`;
}

/** Packs the runs that a notebook left in a folder, to be committed with it. */
export async function commitRuns(stem: string, folder: string): Promise<void> {
  const runs = await Deno.readFile(`${folder}/runs.json`);
  await writeFileAtomic(runsPath(stem), gzipSync(runs, { level: 9 }));
}

/**
 * The text of the committed runs of a notebook.
 *
 * @throws {Deno.errors.NotFound} If there are none.
 */
export async function readCommittedRuns(stem: string): Promise<string> {
  return new TextDecoder().decode(gunzipSync(await Deno.readFile(runsPath(stem))));
}
