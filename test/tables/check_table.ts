import { assert, assertEquals } from "@std/assert";
import { csvParse } from "d3-dsv";
import { tableOf } from "lib/tables/all.ts";
import type { Column } from "lib/tables/column.ts";

/** A table as it is written. */
export interface WrittenTable {
  /** Names of the columns. */
  readonly names: readonly string[];
  /** The fields of each row, by these names. */
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** Reads a table by another CSV reader than wrote it: that of D3, which Observable Plot's users use. */
export function parseTable(csv: string): WrittenTable {
  const rows: Record<string, string>[] & { columns: string[] } = csvParse(csv);
  return { names: rows.columns, rows };
}

/** Whether a field that is not empty is as its column says. */
function fits(field: string, { kind, words, least, most }: Column): boolean {
  if (kind === "text") return words.length === 0 || words.includes(field);
  const value = Number(field);
  if (!Number.isFinite(value) || value < least || value > most) return false;
  return kind === "number" || Number.isSafeInteger(value);
}

/**
 * Checks that the text of a figure's table is as its codebook says: names, kinds and ranges of the
 * columns, empty fields only where they may be, no row twice. Returns the fields of each column that
 * are not empty.
 */
export function checkTable(stem: string, csv: string): Map<string, string[]> {
  const { columns, key } = tableOf(stem)!;
  const { names, rows } = parseTable(csv);
  assertEquals(names, Object.keys(columns));
  const filled = Object.entries(columns).map(([name, column]) => {
    const fields = rows.map((row) => row[name]!).filter((field) => field !== "");
    assert(fields.length > 0, `${stem}: ${name} is empty`);
    if (column.emptyWhere === "") assertEquals(fields.length, rows.length, `${stem}: ${name}`);
    const wrong = fields.find((field) => !fits(field, column));
    assertEquals(wrong, undefined, `${stem}: ${name} is no ${column.kind} in its range`);
    return [name, fields] as const;
  });
  const keys = rows.map((row) => JSON.stringify(key.map((name) => row[name])));
  const twice = keys.find((text, i) => keys.indexOf(text) !== i);
  assertEquals(twice, undefined, `${stem}: two rows have the same ${key}`);
  return new Map(filled);
}
