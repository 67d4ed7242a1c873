import { type CsvRecord, csvRecords } from "./csv_records.ts";
import { UserError } from "../errors.ts";
import { projectRoot, readBytes } from "../files.ts";

/** What a column holds: non-empty text, an integer, or a number in [min, max]. */
export type Column = "text" | "integer" | { readonly min: number; readonly max: number };

/** A row of a table with these columns. */
export type Row<Columns extends Record<string, Column>> = {
  [Name in keyof Columns]: Columns[Name] extends "text" ? string : number;
};

/** A decimal number, with an exponent if need be; `Number()` would take `0x10`, too. */
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** What is wrong with a field; undefined if it is valid. */
function problem(field: string, column: Column): string | undefined {
  const written = field.trim();
  if (written === "") return "is empty";
  if (column === "text") return undefined;
  const value = Number(written);
  if (!decimal.test(written) || !Number.isFinite(value)) return `is "${field}", no number`;
  if (column === "integer") {
    if (!Number.isInteger(value)) return `is ${written}, not an integer`;
    return Number.isSafeInteger(value) ? undefined : `is ${written}, too large to be exact`;
  }
  if (value >= column.min && value <= column.max) return undefined;
  return `is ${written}, not in the range ${column.min} to ${column.max}`;
}

/** Checks the kind of a column, as no compiler does in a notebook. */
function checkKind(name: string, column: Column): void {
  if (column === "text" || column === "integer") return;
  if (column?.min <= column?.max) return; // not if one of them is missing
  throw new UserError(
    `readTable() does not know the kind ${JSON.stringify(column)} of the column ${name}.`,
    'Use "text", "integer" or a range { min, max }.',
  );
}

/** The place of a column in the header. */
function placeOf(name: string, { line, fields }: CsvRecord, file: string): number {
  const place = fields.indexOf(name);
  if (place === -1) {
    const [only = "", ...others] = fields;
    const separator = /[;\t]/.exec(only)?.[0];
    if (others.length === 0 && separator !== undefined) {
      throw new UserError(
        `${file}: line ${line}: the names are separated by ${
          separator === ";" ? "semicolons" : "tabs"
        }.`,
        "Save the file with commas between the fields.",
      );
    }
    throw new UserError(
      `${file}: line ${line}: there is no column ${name}, but ${fields.join(", ")}.`,
      "Correct the file.",
    );
  }
  if (fields.indexOf(name, place + 1) === -1) return place;
  throw new UserError(
    `${file}: line ${line}: several columns have the name ${name}.`,
    "Give each a name of its own.",
  );
}

/**
 * Reads a table from a CSV file in UTF-8 with a header row, and checks every field. Other columns of
 * the file are ignored. Blanks around a number do not count; texts are taken as they are written.
 *
 * @param file Name of a file in the project's folder `data/`, or the path of another file.
 * @param columns What each column holds, by its name in the header.
 * @throws {UserError} If a column has no such kind, the file cannot be read, a row has too few or too many fields, a column is
 * missing or there twice, or a field does not match its column. Messages name the line of the file.
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
  for (const [name, column] of Object.entries(columns)) checkKind(name, column);
  const path = /[/\\]/.test(file) ? file : `${projectRoot}data/${file}`;
  const bytes = await readBytes(path).catch((cause) => {
    throw new UserError(`${path} cannot be read: ${cause.message}.`, "Check its name.", { cause });
  });
  const [header, ...records] = csvRecords(bytes, file);
  if (!header || records.length === 0) {
    throw new UserError(`${file}: there are no rows.`, "Correct the file.");
  }
  const places = Object.entries(columns).map(([name, column]) => ({
    name,
    column,
    place: placeOf(name, header, file),
  }));
  return records.map(({ line, fields }) => {
    const fail = (what: string): never => {
      throw new UserError(`${file}: line ${line}: ${what}.`, "Correct the file.");
    };
    if (fields.length !== header.fields.length) {
      fail(`there are ${fields.length} fields, but ${header.fields.length} names in the header`);
    }
    const entries = places.map(({ name, column, place }) => {
      const field = fields[place]!;
      const wrong = problem(field, column);
      if (wrong) fail(`${name} ${wrong}`);
      return [name, column === "text" ? field : Number(field)];
    });
    return Object.fromEntries(entries);
  });
}
