import { writeFileAtomic } from "../files.ts";
import { dataCsv, whyNoTable } from "../tables/all.ts";
import { tableFile } from "../tables/table.ts";

/**
 * Writes the table of a figure, `data.csv`, beside the `runs.json` that its notebook left in a folder.
 * Returns why there is none, if a notebook that has other runs than the committed one is to blame.
 *
 * @param stem File name of the notebook, without extension.
 * @throws {UserError} If the disk is full or may not be written.
 *
 * @example Usage
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { hasTable, writeDataFile } from "lib/cli/data_file.ts";
 * import { encode } from "lib/sweep/encoding.ts";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/runs.json`, encode({ sweeps: [], calls: [] }));
 * const warning = await writeDataFile("20_02_full_batch_gradient_descent", folder);
 * assert(warning?.startsWith("There is no data.csv. No sweep is named fig-20-02."));
 * assertEquals(await hasTable(folder), false);
 * ```
 */
export async function writeDataFile(stem: string, folder: string): Promise<string | undefined> {
  const runs = await Deno.readTextFile(`${folder}/runs.json`).catch(() => undefined);
  if (runs === undefined) return undefined; // the notebook did not come so far
  let csv: string | undefined;
  try {
    csv = await dataCsv(stem, runs);
  } catch (error) {
    return whyNoTable(error);
  }
  if (csv !== undefined) await writeFileAtomic(`${folder}/${tableFile}`, csv);
  return undefined;
}

/** Whether a folder has the table of its figure. */
export async function hasTable(folder: string): Promise<boolean> {
  return await Deno.stat(`${folder}/${tableFile}`).then(({ isFile }) => isFile, () => false);
}
