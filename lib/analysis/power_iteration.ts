import { dot, norm } from "../compute/vectors.ts";
import { applyFinite, type SymmetricOperator } from "./operator.ts";
import type { Random } from "../random.ts";

/** Settings of {@linkcode powerIteration}. */
export interface PowerIterationOptions {
  /** Source of the start vector, which is normally distributed. */
  rng: Random;
  /** Ends the iteration once the residual is at most this, 1e-3 by default. */
  tolerance?: number;
  /** Most products with the matrix, 1000 by default. */
  maxIterations?: number;
}

/** What {@linkcode powerIteration} finds. */
export interface DominantEigen {
  /** The eigenvalue of largest absolute value. */
  readonly value: number;
  /** Its unit eigenvector. */
  readonly vector: Float64Array;
  /** ‖Av − λv‖ / |λ|; more than the tolerance where the iterations did not suffice. */
  readonly residual: number;
  /** How many products with the matrix were made. */
  readonly iterations: number;
}

/**
 * Power iteration: the eigenvalue of largest absolute value, with its vector (Golub and Van Loan
 * 2013, section 8.2.1). The error of the value is of the order of the residual squared where no
 * other eigenvalue is near. If λ and −λ are both eigenvalues it does not converge: see the residual.
 *
 * @throws {UserError} If a product is not finite.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { powerIteration } from "lib/analysis/power_iteration.ts";
 * import { random } from "lib/random.ts";
 *
 * const diagonal = {
 *   dim: 3,
 *   apply: (v: Float64Array, out: Float64Array) => v.forEach((x, i) => out[i] = [-7, 0, 5][i]! * x),
 * };
 * assertAlmostEquals(powerIteration(diagonal, { rng: random(0, "power") }).value, -7, 1e-4);
 * ```
 */
export function powerIteration(
  operator: SymmetricOperator,
  options: PowerIterationOptions,
): DominantEigen {
  const { rng, tolerance = 1e-3, maxIterations = 1000 } = options;
  const vector = Float64Array.from({ length: operator.dim }, () => rng.normal());
  const product = new Float64Array(operator.dim);
  let length = norm(vector);
  for (let iterations = 1;; iterations++) {
    for (let i = 0; i < vector.length; i++) vector[i] = vector[i]! / length;
    applyFinite(operator, vector, product);
    length = norm(product);
    // The matrix maps a random vector to zero only if it is zero.
    if (length === 0) return { value: 0, vector, residual: 0, iterations };
    const value = dot(vector, product);
    let squares = 0;
    for (let i = 0; i < vector.length; i++) squares += (product[i]! - value * vector[i]!) ** 2;
    const residual = Math.sqrt(squares) / Math.abs(value);
    if (residual <= tolerance || iterations >= maxIterations) {
      return { value, vector, residual, iterations };
    }
    vector.set(product);
  }
}
