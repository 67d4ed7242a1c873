import { parse } from "@std/csv";
import { UserError } from "../errors.ts";
import { projectRoot } from "../files.ts";

/** What a column holds: non-empty text, an integer, or a number in [min, max]. */
export type Column = "text" | "integer" | { readonly min: number; readonly max: number };

/** A row of a table with these columns. */
export type Row<Columns extends Record<string, Column>> = {
  [Name in keyof Columns]: Columns[Name] extends "text" ? string : number;
};

/** What is wrong with a field; undefined if it is valid. */
function problem(field: string, column: Column): string | undefined {
  if (field.trim() === "") return "is empty";
  if (column === "text") return undefined;
  const value = Number(field);
  if (!Number.isFinite(value)) return `is "${field}", no number`;
  if (column === "integer") {
    return Number.isInteger(value) ? undefined : `is ${field}, not an integer`;
  }
  if (value >= column.min && value <= column.max) return undefined;
  return `is ${field}, not in the range ${column.min} to ${column.max}`;
}

/**
 * Reads a table from a CSV file with a header row, and checks every field. Other columns of the
 * file are ignored.
 *
 * @param file Name of a file in the project's folder `data/`, or the path of another file.
 * @param columns What each column holds, by its name in the header.
 * @throws {UserError} If the file cannot be read, a row has too few or too many fields, a column is
 * missing, or a field does not match its column. Messages count the header as row 1.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readTable } from "lib/notebook/read_table.ts";
 *
 * const nets = await readTable("overparameterization.csv", {
 *   model: "text",
 *   year: "integer",
 *   params_millions: { min: 0.1, max: 10000 },
 * });
 * assertEquals(nets[0], { model: "ResNet-50", year: 2016, params_millions: 25.557 });
 * ```
 */
export async function readTable<const Columns extends Record<string, Column>>(
  file: string,
  columns: Columns,
): Promise<Row<Columns>[]> {
  const path = /[/\\]/.test(file) ? file : `${projectRoot}data/${file}`;
  const fail = (what: string): never => {
    throw new UserError(`${file}: ${what}.`, "Correct the file.");
  };
  const text = await Deno.readTextFile(path).catch((cause) => {
    throw new UserError(`${path} cannot be read: ${cause.message}.`, "Check its name.", { cause });
  });
  let records: Record<string, string>[] = [];
  try {
    records = parse(text, { skipFirstRow: true });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    fail(error.message);
  }
  if (records.length === 0) fail("there are no rows");
  return records.map((record, i) => {
    const entries = Object.entries(columns).map(([name, column]) => {
      const field = record[name] ?? fail(`there is no column ${name}`);
      const wrong = problem(field, column);
      if (wrong) fail(`row ${i + 2}: ${name} ${wrong}`);
      return [name, column === "text" ? field : Number(field)];
    });
    return Object.fromEntries(entries);
  });
}
