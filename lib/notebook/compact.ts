type Fields = Readonly<Record<string, unknown>>;

/** A table: rows of numbers and words, as its columns. */
interface Columns {
  /** The values of each field, in the order of the rows. */
  readonly inColumns: Readonly<Record<string, readonly unknown[]>>;
}

/** Significant digits of a fraction: as many as tell two numbers of single precision apart. */
const digits = 9;

function isPlain(value: unknown): value is Fields {
  return typeof value === "object" && value !== null &&
    Object.getPrototypeOf(value) === Object.prototype;
}

function isInColumns(value: Fields): value is Fields & Columns {
  return "inColumns" in value;
}

/** Whether a value is a record of numbers and words. */
function isRow(value: unknown): value is Fields {
  return isPlain(value) && Object.values(value).every((field) => typeof field !== "object");
}

/** Whether a list is a table: of at least two rows with the same fields. */
function isTable(list: readonly unknown[]): boolean {
  if (list.length < 2 || !list.every(isRow)) return false;
  const names = Object.keys(list[0]!).join();
  return names !== "" && list.every((row) => Object.keys(row).join() === names);
}

/** A record with the value of each field changed. */
function mapFields(record: Fields, change: (value: unknown) => unknown): Fields {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

function columnsOf(rows: readonly Fields[]): Columns {
  const columns = Object.keys(rows[0]!).map((name) => {
    const column = rows.map((row) => compact(row[name]));
    return [name, column];
  });
  return { inColumns: Object.fromEntries(columns) };
}

function rowsOf({ inColumns }: Columns): Fields[] {
  const columns = Object.entries(inColumns);
  const [, first] = columns[0]!;
  return first.map((_, i) => {
    const fields = columns.map(([name, column]) => [name, column[i]]);
    return Object.fromEntries(fields);
  });
}

/**
 * A value in a form that packs into fewer bytes: fractions with nine digits, and tables, which are
 * lists of rows, as columns, so that numbers of a kind stand together.
 *
 * @param value Numbers, texts, typed arrays, and plain lists and objects of them.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { compact } from "lib/notebook/compact.ts";
 *
 * const curve = [{ epoch: 0, error: 89.14999999999999 }, { epoch: 10, error: 87.75 }];
 * assertEquals(compact({ curve }), {
 *   curve: { inColumns: { epoch: [0, 10], error: [89.15, 87.75] } },
 * });
 * ```
 */
export function compact(value: unknown): unknown {
  if (typeof value === "number") {
    return Number.isInteger(value) ? value : Number(value.toPrecision(digits));
  }
  if (Array.isArray(value)) return isTable(value) ? columnsOf(value) : value.map(compact);
  return isPlain(value) ? mapFields(value, compact) : value;
}

/**
 * The value of which {@linkcode compact} has made a compact form.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { compact, expand } from "lib/notebook/compact.ts";
 *
 * const curve = [{ epoch: 0, error: 89.15 }, { epoch: 10, error: 87.75 }];
 * assertEquals(expand(compact({ curve })), { curve });
 * ```
 */
export function expand(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expand);
  if (!isPlain(value)) return value;
  return isInColumns(value) ? rowsOf(value) : mapFields(value, expand);
}
