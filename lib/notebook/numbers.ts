// @ts-types="@types/d3-format"
import { format } from "d3-format";

/** One number, or what stands for one that is none. */
function one(value: number, digits: number): string {
  if (value === Infinity) return "not reached";
  return Number.isFinite(value) ? format(`,.${digits}f`)(value) : "–";
}

/**
 * Numbers as a reader expects them, in a list with commas: a minus sign and no hyphen, thousands
 * separated. Infinity, which stands for a time that never came, is "not reached"; NaN is "–".
 *
 * @param digits Digits after the point, 0 where nothing is said.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { numbers } from "lib/notebook/numbers.ts";
 *
 * assertEquals(numbers(-1.255, 1), "−1.3");
 * assertEquals(numbers([1500, Infinity]), "1,500, not reached");
 * ```
 */
export function numbers(values: number | readonly number[], digits = 0): string {
  return [values].flat().map((value) => one(value, digits)).join(", ");
}

/**
 * The smallest and the largest of some numbers, as {@linkcode numbers} writes them.
 *
 * @param digits Digits after the point, 0 where nothing is said.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { fromTo } from "lib/notebook/numbers.ts";
 *
 * assertEquals(fromTo([0.31, -0.2, 0.1], 1), "−0.2 to 0.3");
 * ```
 */
export function fromTo(values: readonly number[], digits = 0): string {
  const [least, most] = [Math.min(...values), Math.max(...values)].map((x) => one(x, digits));
  return values.length === 0 ? "–" : least === most ? least! : `${least} to ${most}`;
}
