import { dot } from "../compute/vectors.ts";
import { applyFinite, type SymmetricOperator } from "./operator.ts";
import { UserError } from "../errors.ts";
import type { Random } from "../random.ts";

/**
 * Hutchinson's estimate of the trace of a symmetric matrix: the mean of vᵀAv over vectors of random
 * signs (Hutchinson 1990). It has no bias; its variance is twice the sum of squares of the numbers
 * beside the diagonal, divided by `samples`.
 *
 * @param samples How many products with the matrix to make, at least 2.
 * @returns The estimate and its standard error, from the spread of the samples.
 * @throws {UserError} If a product is not finite, or `samples` is no integer of at least 2.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { hutchinsonTrace } from "lib/analysis/trace.ts";
 * import { random } from "lib/random.ts";
 *
 * const diagonal = {
 *   dim: 3,
 *   apply: (v: Float64Array, out: Float64Array) => v.forEach((x, i) => out[i] = [-2, 1, 5][i]! * x),
 * };
 * const { trace } = hutchinsonTrace(diagonal, { samples: 2, rng: random(0, "trace") });
 * assertAlmostEquals(trace, 4);
 * ```
 */
export function hutchinsonTrace(
  operator: SymmetricOperator,
  { samples, rng }: { samples: number; rng: Random },
): { trace: number; standardError: number } {
  if (!Number.isInteger(samples) || samples < 2) {
    throw new UserError(
      `A trace cannot be estimated from ${samples} samples.`,
      "Give an integer of at least 2.",
    );
  }
  const v = new Float64Array(operator.dim);
  const product = new Float64Array(operator.dim);
  const values = Float64Array.from({ length: samples }, () => {
    for (let i = 0; i < v.length; i++) v[i] = rng.integer(2) === 0 ? -1 : 1;
    applyFinite(operator, v, product);
    return dot(v, product);
  });
  const trace = values.reduce((sum, value) => sum + value, 0) / samples;
  const squares = values.reduce((sum, value) => sum + (value - trace) ** 2, 0);
  return { trace, standardError: Math.sqrt(squares / (samples - 1) / samples) };
}
