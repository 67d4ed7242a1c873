import { stringify } from "@std/csv";
import { type Column, readTable, type Row } from "./read_table.ts";
import { UserError } from "../errors.ts";
import { projectRoot, writeFileAtomic } from "../files.ts";

/** Folder for the results of long runs, which are kept with the project. */
const resultsDir = `${projectRoot}data/results/`;

/**
 * Saves the results of a long run, so that shorter runs can show them next to their own: writes
 * them atomically to `data/results/NAME.csv`, replacing those of an earlier run, with the date
 * (UTC) as the first column, `date`.
 *
 * @param name Name of the figure, such as `"20_13_grokking"`.
 * @param rows The rows, all with the columns of the first.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { savedResults, saveResults } from "lib/notebook/results.ts";
 *
 * const folder = `${await Deno.makeTempDir()}/`;
 * await saveResults("20_13_grokking", [{ seed: 1, steps: 100_000, seconds: 300 }], folder);
 * const [row] = await savedResults("20_13_grokking", { date: "text", seconds: "integer" }, folder);
 * assertEquals(row?.seconds, 300);
 * ```
 */
export async function saveResults(
  name: string,
  rows: readonly Record<string, string | number>[],
  folder: string = resultsDir,
): Promise<void> {
  const date = new Date().toISOString().slice(0, 10);
  const dated = rows.map((row) => ({ date, ...row }));
  const text = stringify(dated, { columns: Object.keys(dated[0] ?? {}) });
  await writeFileAtomic(`${folder}${name}.csv`, text.replaceAll("\r\n", "\n"));
}

/**
 * The rows that {@linkcode saveResults} saved; empty if there are none yet.
 *
 * @param columns What each column holds, as for {@linkcode readTable}.
 * @throws {UserError} If the file is damaged.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { savedResults } from "lib/notebook/results.ts";
 *
 * assertEquals(await savedResults("20_99_not_run_yet", { date: "text", loss: "integer" }), []);
 * ```
 */
export async function savedResults<const Columns extends Record<string, Column>>(
  name: string,
  columns: Columns,
  folder: string = resultsDir,
): Promise<Row<Columns>[]> {
  try {
    return await readTable(`${folder}${name}.csv`, columns);
  } catch (error) {
    const cause = error instanceof UserError ? error.cause : undefined;
    if (cause instanceof Error && cause.name === "NotFound") return [];
    throw error;
  }
}
