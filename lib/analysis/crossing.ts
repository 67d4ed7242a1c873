/**
 * The first place x where the running value y is at least the threshold; `Infinity` where it never
 * is. What comes later does not count: a run that reaches the threshold and falls back has reached
 * it. The answer is one of the places given, so it is as exact as they lie close, and never early.
 *
 * @param x Places in ascending order, such as steps of a training.
 * @param y The value at each of them; NaN reaches no threshold.
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
