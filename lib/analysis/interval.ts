/**
 * 97.5 % quantiles of Student's t distribution with 1 to 30 degrees of freedom. Beyond 30, the
 * normal quantile with two terms of its expansion is accurate to 0.001 (Abramowitz and Stegun,
 * 26.7.5).
 */
// deno-fmt-ignore
const quantiles = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
  2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860,
  2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
];

/** The 97.5 % quantile of Student's t distribution. */
function quantile(freedom: number): number {
  const normal = 1.959964;
  return quantiles[freedom - 1] ?? normal + (normal * normal * normal + normal) / (4 * freedom);
}

/** A mean with its 95 % confidence interval. */
export interface MeanInterval {
  /** The mean of the values. */
  readonly mean: number;
  /** Lower end of the interval. */
  readonly low: number;
  /** Upper end of the interval. */
  readonly high: number;
}

/**
 * The mean of independent values, such as one per seed, with its 95 % confidence interval by
 * Student's t distribution: mean ± t · s / √n with the standard deviation s of n values. The
 * interval of a single value is infinite.
 *
 * @throws {RangeError} If there are no values.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { meanInterval } from "lib/analysis/interval.ts";
 *
 * const { mean, low, high } = meanInterval([1, 2, 3]);
 * assertAlmostEquals(mean, 2);
 * assertAlmostEquals(high - mean, 4.3027 / Math.sqrt(3), 1e-4);
 * assertAlmostEquals(mean - low, 4.3027 / Math.sqrt(3), 1e-4);
 * ```
 */
export function meanInterval(values: readonly number[]): MeanInterval {
  const n = values.length;
  if (n === 0) throw new RangeError("There are no values to average.");
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, low: -Infinity, high: Infinity };
  const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) /
    (n - 1);
  const half = quantile(n - 1) * Math.sqrt(variance / n);
  return { mean, low: mean - half, high: mean + half };
}
