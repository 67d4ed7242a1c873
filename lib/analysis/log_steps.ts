/**
 * Steps at which to look at a run whose curve has a logarithmic axis: 0, `unit`, …, `last`, each a
 * multiple of the unit (the last one apart) and the smallest that is at least `ratio` times the one
 * before. A time read off at these steps is late by that ratio, or by one unit, at most.
 *
 * @param unit Smallest distance of two steps, a positive integer, such as the steps of an epoch.
 * @param ratio Ratio of neighbors, above 1.
 * @throws {RangeError} If the unit is no positive integer, or the ratio not above 1.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { logSteps } from "lib/analysis/log_steps.ts";
 *
 * assertEquals(logSteps(5, 100, 2), [0, 5, 10, 20, 40, 80, 100]);
 * ```
 */
export function logSteps(unit: number, last: number, ratio: number): number[] {
  if (!Number.isInteger(unit) || unit < 1 || !(ratio > 1)) {
    throw new RangeError(`There are no steps with unit ${unit} and ratio ${ratio}.`);
  }
  const steps = [0];
  for (let step = unit; step < last;) {
    steps.push(step);
    step = Math.max(step + unit, unit * Math.ceil(step * ratio / unit));
  }
  if (last > 0) steps.push(last);
  return steps;
}
