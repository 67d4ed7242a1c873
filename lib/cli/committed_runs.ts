import { gzipSync } from "node:zlib";
import { type Notebook, notebooksDir } from "./catalogue.ts";
import { writeFileAtomic } from "../files.ts";

/** Path of the committed runs of a notebook, which the site draws its figure from. */
export function runsPath(stem: string): string {
  return `${notebooksDir}/runs/${stem}.json.gz`;
}

/** Packs the runs that a notebook left in a folder, to be committed with it. */
export async function commitRuns(notebook: Notebook, folder: string): Promise<void> {
  const runs = await Deno.readFile(`${folder}/runs.json`);
  await writeFileAtomic(runsPath(notebook.stem), gzipSync(runs, { level: 9 }));
}
