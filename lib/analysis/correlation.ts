/**
 * Mean of a list of numbers; NaN if it is empty.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { mean } from "lib/analysis/correlation.ts";
 *
 * assertEquals(mean([1, 2, 6]), 3);
 * ```
 */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Pearson's correlation coefficient of two lists of equal length, in [−1, 1]; NaN if one of them is
 * constant.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { pearson } from "lib/analysis/correlation.ts";
 *
 * assertAlmostEquals(pearson([1, 2, 3], [2, 4, 6]), 1);
 * ```
 *
 * @throws {RangeError} If the lists differ in length.
 */
export function pearson(x: readonly number[], y: readonly number[]): number {
  checkLengths(x, y);
  const [meanX, meanY] = [mean(x), mean(y)];
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i]! - meanX, y[i]! - meanY];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  return xy / Math.sqrt(xx * yy);
}

/**
 * Slope of the least-squares line of y against x: the rise of y for a rise of x by 1.
 *
 * @throws {RangeError} If the lists differ in length.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { slope } from "lib/analysis/correlation.ts";
 *
 * assertEquals(slope([0, 1, 2], [5, 8, 11]), 3);
 * ```
 */
export function slope(x: readonly number[], y: readonly number[]): number {
  checkLengths(x, y);
  const [meanX, meanY] = [mean(x), mean(y)];
  let [xx, xy] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    xx += (x[i]! - meanX) * (x[i]! - meanX);
    xy += (x[i]! - meanX) * (y[i]! - meanY);
  }
  return xy / xx;
}

/** Throws unless the lists belong together. */
function checkLengths(x: readonly number[], y: readonly number[]): void {
  if (x.length === y.length) return;
  throw new RangeError(`The lists differ in length: ${x.length} and ${y.length}.`);
}

/** Ranks from 1; equal values share the mean of their ranks. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const result = new Array<number>(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) result[order[i]!] = (start + 1 + end) / 2;
  }
  return result;
}

/**
 * Spearman's rank correlation of two lists of equal length, in [−1, 1]; ties get their mean rank.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { spearman } from "lib/analysis/correlation.ts";
 *
 * assertAlmostEquals(spearman([1, 2, 3], [1, 10, 100]), 1);
 * ```
 *
 * @throws {RangeError} If the lists differ in length.
 */
export function spearman(x: readonly number[], y: readonly number[]): number {
  return pearson(ranks(x), ranks(y));
}
