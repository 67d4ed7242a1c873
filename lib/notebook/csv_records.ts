import { parse } from "@std/csv";
import { UserError } from "../errors.ts";

/** A record of a CSV file. */
export interface CsvRecord {
  /** The line of the file that it begins in, counted from 1. */
  readonly line: number;
  /** Its fields, as they are written. */
  readonly fields: readonly string[];
}

/** The lines in which records begin: a line end in quotes ends none, and empty lines are none. */
function firstLines(text: string): number[] {
  const found: number[] = [];
  let quoted = false;
  for (const [i, line] of text.split("\n").entries()) {
    if (!quoted && line !== "") found.push(i + 1);
    const quotes = line.split('"').length - 1;
    if (quotes % 2 === 1) quoted = !quoted;
  }
  return found;
}

/** Fails if bytes are those of a text in UTF-16, in which every second one of plain text is 0. */
function checkEncoding(bytes: Uint8Array, file: string): void {
  if (!bytes.includes(0)) return;
  throw new UserError(`${file} is no text in UTF-8, but perhaps in UTF-16.`, "Save it as UTF-8.");
}

/** Whether bytes are UTF-8. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Fails at the first field with a character that could not be decoded. */
function checkCharacters(records: readonly CsvRecord[], file: string): void {
  for (const { line, fields } of records) {
    const column = fields.findIndex((field) => field.includes("\ufffd"));
    if (column === -1) continue;
    const name = records[0]!.fields[column] ?? column + 1;
    throw new UserError(
      `${file}: line ${line}: column ${name} is "${
        fields[column]
      }", which is not written in UTF-8.`,
      "Save the file as UTF-8.",
    );
  }
}

/**
 * The records of a CSV file, the header first, each with its line in the file. Lines may end in LF
 * or CRLF.
 *
 * @param file Name of the file, for messages.
 * @throws {UserError} If the bytes are not UTF-8, or a quote is not closed or out of place.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { csvRecords } from "lib/notebook/csv_records.ts";
 *
 * const bytes = new TextEncoder().encode('model,note\r\n\r\nA,"two\nlines"\nB,\n');
 * const records = csvRecords(bytes, "nets.csv");
 * assertEquals(records.map(({ line }) => line), [1, 3, 5]);
 * assertEquals(records[1]?.fields, ["A", "two\nlines"]);
 * ```
 */
export function csvRecords(bytes: Uint8Array, file: string): CsvRecord[] {
  checkEncoding(bytes, file);
  const text = new TextDecoder().decode(bytes).replace(/\r\n?/g, "\n");
  let rows: string[][];
  try {
    rows = parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError(`${file}: ${error.message}.`, "Correct the file.", { cause: error });
  }
  const lines = firstLines(text);
  const records = rows.map((fields, i) => ({ line: lines[i]!, fields }));
  if (!isUtf8(bytes)) checkCharacters(records, file);
  return records;
}
