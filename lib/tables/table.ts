import { stringify } from "@std/csv";
import type { Column, Value } from "./column.ts";
import type { Runs } from "./runs.ts";

/** A row of a table: a value for each column. */
export type Row = Readonly<Record<string, Value>>;

/** The table of a figure. */
export interface Table {
  /** What a row is, as a sentence. */
  readonly rowIs: string;
  /** The columns that tell one row from another. */
  readonly key: readonly string[];
  /** The columns, in order. */
  readonly columns: Readonly<Record<string, Column>>;
  /** Makes the rows of the runs of the figure's notebook. */
  rows(runs: Runs): readonly Row[] | Promise<readonly Row[]>;
}

/** Name of the file with the table of a figure, beside its page. */
export const tableFile = "data.csv";

/** Digits of a number in a file: more would be rounding errors. */
const digits = 12;

/** A value as it is written: a number that is not finite is none. */
function field(value: Value): string {
  if (typeof value !== "number") return String(value ?? "");
  return Number.isFinite(value) ? String(Number(value.toPrecision(digits))) : "";
}

/**
 * A table as text in CSV (RFC 4180, with LF line ends): names in the first row, nothing where there
 * is no value, numbers with 12 digits.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { number, whole } from "lib/tables/column.ts";
 * import { csvOf } from "lib/tables/table.ts";
 *
 * const columns = { step: whole("steps taken", 0), loss_nats: number("loss", "nats", 0) };
 * const rows = [{ step: 1, loss_nats: 0.1 + 0.2 }, { step: 2, loss_nats: NaN }];
 * assertEquals(csvOf(columns, rows), "step,loss_nats\n1,0.3\n2,\n");
 * ```
 */
export function csvOf(columns: Table["columns"], rows: readonly Row[]): string {
  const names = Object.keys(columns);
  const written = rows.map((row) =>
    Object.fromEntries(names.map((name) => [name, field(row[name])]))
  );
  return stringify(written, { columns: names }).replaceAll("\r\n", "\n");
}
