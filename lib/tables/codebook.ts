import { tables } from "./all.ts";
import type { Column } from "./column.ts";
import type { Table } from "./table.ts";
import { figureNumber } from "../notebook/figure_number.ts";

const quoted = (words: readonly string[]): string => words.map((word) => `“${word}”`).join(", ");

/** The values that a column can have, in words. */
function valuesOf({ kind, words, least, most }: Column): string {
  if (kind === "text") return words.length === 0 ? "any text" : quoted(words);
  if (least === -Infinity) return kind;
  return most === Infinity ? `${kind}, ≥ ${least}` : `${kind}, ${least} to ${most}`;
}

function columnRow([name, column]: readonly [string, Column]): string {
  const { meaning, unit, emptyWhere } = column;
  const empty = emptyWhere === "" ? "" : ` (empty: ${emptyWhere})`;
  const cells = [`\`${name}\``, meaning + empty, unit, valuesOf(column)];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/**
 * What a row of a table is, and of each column its meaning, unit and values, in Markdown.
 *
 * @example Usage
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { tables } from "lib/tables/all.ts";
 * import { codebookOf } from "lib/tables/codebook.ts";
 *
 * const line = "| `epochs` | epochs after which all are compared |  | whole number, ≥ 1 |";
 * assertStringIncludes(codebookOf(tables.get("20_10")!), line);
 * ```
 */
export function codebookOf({ rowIs, key, columns }: Table): string {
  const names = key.map((name) => `\`${name}\``).join(", ");
  return [
    `${rowIs} No two rows have the same ${names}.`,
    "",
    "| Column | Meaning | Unit | Values |",
    "|:--|:--|:--|:--|",
    ...Object.entries(columns).map(columnRow),
  ].join("\n");
}

/**
 * The codebook of the tables of all figures, in Markdown.
 *
 * @example Usage
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { codebook } from "lib/tables/codebook.ts";
 *
 * const line = "| `step` | steps taken |  | whole number, ≥ 0 |";
 * assertStringIncludes(codebook(), line);
 * ```
 */
export function codebook(): string {
  const sections = [...tables].map(([stem, table]) =>
    `### Figure ${figureNumber(stem)}\n\n${codebookOf(table)}`
  );
  return sections.join("\n\n");
}
