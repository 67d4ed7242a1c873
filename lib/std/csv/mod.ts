/**
 * The parts of `parse` and `stringify` of `@std/csv` that this project uses, with the published
 * names, signatures and error classes, over the npm packages `csv-parse` and `csv-stringify`. It
 * replaces the package where JSR cannot be reached; without the `links` entry in `deno.json`, the
 * published package is used.
 *
 * @module
 */
import { parse as parseRows } from "csv-parse/sync";
import { stringify as stringifyRows } from "csv-stringify/sync";

/** Thrown by {@linkcode stringify} when the data and the columns do not fit together. */
export class StringifyError extends Error {
  override name = "StringifyError";
}

/** Options of {@linkcode stringify}. */
export interface StringifyOptions {
  /** The columns to write, in this order, with a header row of their names. */
  columns: readonly string[];
}

/**
 * Parses CSV text (RFC 4180) into the fields of its rows, the first one included. Empty lines do not
 * count.
 *
 * @throws {SyntaxError} If a quote is not closed or is out of place.
 */
export function parse(text: string): string[][] {
  try {
    return parseRows(text, { bom: true, skip_empty_lines: true, relax_column_count: true });
  } catch (error) {
    throw new SyntaxError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Writes objects as CSV text (RFC 4180), with a header row and CRLF line ends.
 *
 * @throws {StringifyError} If there are no columns.
 */
export function stringify(
  data: readonly Record<string, unknown>[],
  options: StringifyOptions,
): string {
  if (options.columns.length === 0) throw new StringifyError("No columns were specified");
  return stringifyRows([...data], {
    columns: [...options.columns],
    header: true,
    record_delimiter: "\r\n",
    quoted_match: "\n",
    cast: { boolean: String },
  });
}
