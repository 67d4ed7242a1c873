/**
 * Steps at which to evaluate a run that is plotted on a logarithmic axis: 0, `unit`, …, `last`.
 * Each, except possibly the last, is the smallest multiple of the unit that is at least `ratio`
 * times the step before. A time read off at these steps is late by at most that ratio, or by one
 * unit.
 *
 * @param unit Smallest distance between two steps, a positive integer, such as the steps of an
 * epoch.
 * @param ratio Ratio of successive steps, above 1.
 * @throws {RangeError} If the unit is not a positive integer, the ratio is not above 1, or there is no
 * last step.
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
  if (!Number.isInteger(unit) || unit < 1 || !(ratio > 1) || !Number.isFinite(last)) {
    throw new RangeError(`There are no steps to ${last} with unit ${unit} and ratio ${ratio}.`);
  }
  const steps = [0];
  for (let step = unit; step < last;) {
    steps.push(step);
    step = Math.max(step + unit, unit * Math.ceil(step * ratio / unit));
  }
  if (last > 0) steps.push(last);
  return steps;
}
