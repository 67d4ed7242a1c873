/**
 * The first x at which y is at least the threshold; `Infinity` if it never is. Later values do not
 * count: a run that reaches the threshold and falls back has reached it. The result is one of the
 * given x, so it is never early, and late by at most their spacing.
 *
 * @param x Positions in ascending order, such as training steps.
 * @param y The value at each position; NaN reaches no threshold.
 * @throws {RangeError} If the lists differ in length.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { firstCrossing } from "lib/analysis/crossing.ts";
 *
 * const [steps, accuracy] = [[0, 10, 20, 30], [0.1, 0.5, 0.9, 0.8]];
 * assertEquals(firstCrossing(steps, accuracy, 0.85), 20);
 * assertEquals(firstCrossing(steps, accuracy, 0.99), Infinity);
 * ```
 */
export function firstCrossing(
  x: readonly number[],
  y: readonly number[],
  threshold: number,
): number {
  if (x.length !== y.length) {
    throw new RangeError(`The lists differ in length: ${x.length} and ${y.length}.`);
  }
  return x[y.findIndex((value) => value >= threshold)] ?? Infinity;
}
