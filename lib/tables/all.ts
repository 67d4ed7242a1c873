import { table as figure20_01 } from "./20_01.ts";
import { table as figure20_02 } from "./20_02.ts";
import { table as figure20_03 } from "./20_03.ts";
import { table as figure20_04 } from "./20_04.ts";
import { table as figure20_05 } from "./20_05.ts";
import { table as figure20_06 } from "./20_06.ts";
import { table as figure20_07 } from "./20_07.ts";
import { table as figure20_08 } from "./20_08.ts";
import { table as figure20_09 } from "./20_09.ts";
import { table as figure20_10 } from "./20_10.ts";
import { table as figure20_11 } from "./20_11.ts";
import { table as figure20_12 } from "./20_12.ts";
import { table as figure20_13 } from "./20_13.ts";
import { table as figure20_14 } from "./20_14.ts";
import { table as figure20_15 } from "./20_15.ts";
import { table as figure20_16 } from "./20_16.ts";
import { readRuns } from "./runs.ts";
import { csvOf, type Table, tableFile } from "./table.ts";
import { UserError } from "../errors.ts";

/** The tables of the figures, by the beginnings of their file names. */
export const tables: ReadonlyMap<string, Table> = new Map([
  ["20_01", figure20_01],
  ["20_02", figure20_02],
  ["20_03", figure20_03],
  ["20_04", figure20_04],
  ["20_05", figure20_05],
  ["20_06", figure20_06],
  ["20_07", figure20_07],
  ["20_08", figure20_08],
  ["20_09", figure20_09],
  ["20_10", figure20_10],
  ["20_11", figure20_11],
  ["20_12", figure20_12],
  ["20_13", figure20_13],
  ["20_14", figure20_14],
  ["20_15", figure20_15],
  ["20_16", figure20_16],
]);

/**
 * The table of the figure of a notebook; undefined if it has none.
 *
 * @param stem File name of the notebook, without extension.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { tableOf } from "lib/tables/all.ts";
 *
 * assertEquals(tableOf("20_03_overparameterization")?.key, ["model"]);
 * assertEquals(tableOf("00_of_my_own"), undefined);
 * ```
 */
export function tableOf(stem: string): Table | undefined {
  return tables.get(stem.split("_", 2).join("_"));
}

/**
 * The text of `data.csv` of a run: the table of its figure, made of its `runs.json`; undefined if the
 * figure has no table.
 *
 * @param stem File name of the notebook, without extension.
 * @param runs Text of its `runs.json`.
 * @throws {UserError} If the runs lack a sweep that the table is made of.
 * @throws {Error} If the text is damaged, or what a sweep returned is of another form.
 *
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { encode } from "lib/sweep/encoding.ts";
 * import { dataCsv } from "lib/tables/all.ts";
 *
 * const text = await dataCsv("20_03_overparameterization", encode({ sweeps: [], calls: [] }));
 * assert(text?.startsWith("model,family,year,parameters_millions,parameters_per_image,"));
 * ```
 */
export async function dataCsv(stem: string, runs: string): Promise<string | undefined> {
  const table = tableOf(stem);
  return table && csvOf(table.columns, await table.rows(readRuns(runs)));
}

/**
 * Says why {@linkcode dataCsv} failed.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { UserError } from "lib/errors.ts";
 * import { whyNoTable } from "lib/tables/all.ts";
 *
 * const error = new UserError("No sweep is named one.", "Give it this name in the notebook.");
 * assertEquals(whyNoTable(error), `There is no data.csv. ${error.message}`);
 * ```
 */
export function whyNoTable(error: unknown): string {
  const reason = error instanceof UserError
    ? error.message
    : `The notebook's runs have another form than its table needs (${error}).`;
  return `There is no ${tableFile}. ${reason}`;
}
