/** A value of a table; nothing where there is none to tell. */
export type Value = string | number | undefined;

/** What a column of a table holds. */
export interface Column {
  /** What a value says, as a phrase. */
  readonly meaning: string;
  /** What a value is. */
  readonly kind: "text" | "whole number" | "number";
  /** Unit of a number; empty if it has none. */
  readonly unit: string;
  /** The texts that there are; empty if there can be any. */
  readonly words: readonly string[];
  /** The least number that can be. */
  readonly least: number;
  /** The largest number that can be. */
  readonly most: number;
  /** In which rows there is no value; empty if each has one. */
  readonly emptyWhere: string;
}

const anything = { unit: "", words: [], least: -Infinity, most: Infinity, emptyWhere: "" };

/**
 * A column of texts, of these words if some are given.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { text } from "lib/tables/column.ts";
 *
 * assertEquals(text("labels of the images", ["random", "true"]).words, ["random", "true"]);
 * ```
 */
export function text(meaning: string, words: readonly string[] = []): Column {
  return { ...anything, meaning, kind: "text", words };
}

/**
 * A column of whole numbers from `least` on, such as counts.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { whole } from "lib/tables/column.ts";
 *
 * assertEquals(whole("steps of the training", 0).kind, "whole number");
 * ```
 */
export function whole(meaning: string, least: number): Column {
  return { ...anything, meaning, kind: "whole number", least };
}

/**
 * A column of numbers in a unit, empty for none, from `least` to `most`.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { number } from "lib/tables/column.ts";
 *
 * assertEquals(number("loss over the training images", "nats", 0).most, Infinity);
 * ```
 */
export function number(
  meaning: string,
  unit: string,
  least: number = -Infinity,
  most: number = Infinity,
): Column {
  return { ...anything, meaning, kind: "number", unit, least, most };
}

/**
 * A column of shares in percent.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { percent } from "lib/tables/column.ts";
 *
 * assertEquals(percent("test accuracy").unit, "%");
 * ```
 */
export function percent(meaning: string): Column {
  return number(meaning, "%", 0, 100);
}

/**
 * A column of 1 where something holds, and 0 where it does not: R takes `true` for a text where other
 * fields are empty.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { flag } from "lib/tables/column.ts";
 *
 * assertEquals(flag("1 if the search converged, otherwise 0").most, 1);
 * ```
 */
export function flag(meaning: string): Column {
  return { ...whole(meaning, 0), most: 1 };
}

/**
 * The same column, with no value in some rows.
 *
 * @param where In which rows, as a phrase.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { number, sometimes } from "lib/tables/column.ts";
 *
 * const sharpness = sometimes(number("sharpness", "%", 0), "without a fit");
 * assertEquals(sharpness.emptyWhere, "without a fit");
 * ```
 */
export function sometimes(column: Column, where: string): Column {
  return { ...column, emptyWhere: where };
}

/** The column that most tables have. */
export const seed: Column = whole("seed of the run", 0);
