import { tables } from "./all.ts";
import type { Column } from "./column.ts";
import type { Table } from "./table.ts";

const quoted = (words: readonly string[]): string => words.map((word) => `“${word}”`).join(", ");

/** The values that a column can have, in words. */
function valuesOf({ kind, words, least, most }: Column): string {
  if (kind === "text") return words.length === 0 ? "any text" : quoted(words);
  const what = kind === "whole number" ? "whole" : "any";
  if (least === -Infinity) return what;
  return most === Infinity ? `${what}, ≥ ${least}` : `${what}, ${least} to ${most}`;
}

function columnRow([name, column]: readonly [string, Column]): string {
  const { meaning, unit, emptyWhere } = column;
  const empty = emptyWhere === "" ? "" : ` (empty: ${emptyWhere})`;
  const cells = [`\`${name}\``, meaning + empty, unit, valuesOf(column)];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** The part of the codebook for one table. */
function section(key: string, { rowIs, key: tellApart, columns }: Table): string {
  const [chapter, figure] = key.split("_").map(Number);
  const names = tellApart.map((name) => `\`${name}\``).join(", ");
  return [
    `### Figure ${chapter}.${figure}`,
    "",
    `${rowIs} No two rows have the same ${names}.`,
    "",
    "| Column | Meaning | Unit | Values |",
    "|:--|:--|:--|:--|",
    ...Object.entries(columns).map(columnRow),
  ].join("\n");
}

/**
 * The codebook of the tables of all figures, in Markdown: what a row is, and of each column its
 * meaning, unit and values.
 *
 * @example Usage
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { codebook } from "lib/tables/codebook.ts";
 *
 * const line = "| `step` | steps taken |  | whole, ≥ 0 |";
 * assertStringIncludes(codebook(), line);
 * ```
 */
export function codebook(): string {
  return [...tables].map(([key, table]) => section(key, table)).join("\n\n");
}
