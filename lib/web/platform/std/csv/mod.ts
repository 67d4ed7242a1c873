import { csvFormatRows, csvParseRows } from "d3-dsv";

/** The fields of a CSV file, row by row. Stands for `@std/csv` in a browser. */
export function parse(text: string): string[][] {
  return csvParseRows(text);
}

/** A CSV text of some columns of rows. */
export function stringify(
  rows: readonly Record<string, unknown>[],
  { columns }: { readonly columns: readonly string[] },
): string {
  const fields = rows.map((row) => columns.map((column) => String(row[column])));
  return csvFormatRows([[...columns], ...fields]);
}
