// @ts-types="@types/d3-format"
import { format } from "d3-format";

/** One number, or its replacement if it is not finite. */
function one(value: number, digits: number): string {
  if (value === Infinity) return "not reached";
  return Number.isFinite(value) ? format(`,.${digits}f`)(value) : "–";
}

/**
 * Formats numbers for readers, as a list with commas: with true minus signs and thousands
 * separators. Infinity, the time of an event that never happened, becomes "not reached"; NaN
 * becomes "–".
 *
 * @param digits Digits after the decimal point, 0 by default.
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
 * The smallest and the largest of some numbers, formatted like {@linkcode numbers}.
 *
 * @param digits Digits after the decimal point, 0 by default.
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

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * A very small or large number with a power of ten.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { powerOfTen } from "lib/notebook/numbers.ts";
 *
 * assertEquals(powerOfTen(6.71e-8), "6.7 · 10⁻⁸");
 * ```
 */
export function powerOfTen(value: number): string {
  if (value === 0) return "0";
  const [mantissa, exponent] = value.toExponential(1).split("e");
  const digits = [...String(Math.abs(Number(exponent)))].map((digit) =>
    superscripts[Number(digit)]
  );
  return `${numbers(Number(mantissa), 1)} · 10${Number(exponent) < 0 ? "⁻" : ""}${digits.join("")}`;
}
