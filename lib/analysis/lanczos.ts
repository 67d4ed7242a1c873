import { dot, norm } from "../compute/vectors.ts";
import { symmetricEigenvalues } from "./eigenvalues.ts";
import { applyFinite, type SymmetricOperator } from "./operator.ts";
import { UserError } from "../errors.ts";
import { checkKeys } from "../options.ts";
import type { Random } from "../random.ts";

/** How many products {@linkcode lanczos} makes, and where it starts. */
export interface LanczosOptions {
  /** Number of products with the matrix, 80 by default, and at most its dimension. */
  steps?: number;
  /** Source of the start vector, which is normally distributed. */
  rng: Random;
}

/** The m ≤ `steps` Ritz values that {@linkcode lanczos} finds, in ascending order. */
export interface RitzValues {
  /**
   * The Ritz values, all within the spectrum; the outermost converge to the extreme eigenvalues.
   */
  readonly values: Float64Array;
  /**
   * Their weights, nonnegative with sum 1: Σ wᵢ f(θᵢ) estimates the mean of f over the spectrum, so
   * the pairs approximate its density (Golub and Welsch 1969).
   */
  readonly weights: Float64Array;
  /** Their error bounds: there is an eigenvalue within ‖Ay − θy‖ of θ. */
  readonly errors: Float64Array;
}

/**
 * Lanczos's method with full reorthogonalization in double precision: the largest and smallest
 * eigenvalues of a symmetric matrix, and an estimate of the density of all of them (Golub and Van
 * Loan 2013, sections 10.1 and 10.3). It keeps `steps` vectors of length `dim`.
 *
 * A repeated eigenvalue is found once. If the vectors span an invariant subspace early, the method
 * stops there and all its values are exact.
 *
 * @throws {UserError} If a product is not finite, or `steps` is not a positive integer.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { lanczos } from "lib/analysis/lanczos.ts";
 * import { random } from "lib/random.ts";
 *
 * const diagonal = {
 *   dim: 3,
 *   apply: (v: Float64Array, out: Float64Array) => v.forEach((x, i) => out[i] = [-2, 0, 5][i]! * x),
 * };
 * const { values } = lanczos(diagonal, { rng: random(0, "lanczos") });
 * assertAlmostEquals(values[0]!, -2, 1e-9);
 * assertAlmostEquals(values[2]!, 5, 1e-9);
 * ```
 */
export function lanczos(operator: SymmetricOperator, options: LanczosOptions): RitzValues {
  const { steps = 80, rng } = options;
  checkKeys(options, ["steps", "rng"], "lanczos()");
  if (!Number.isInteger(steps) || steps < 1) {
    throw new UserError(`Lanczos's method cannot take ${steps} steps.`, "Give a positive integer.");
  }
  const { dim } = operator;
  const diagonal: number[] = [];
  const beside: number[] = [];
  const basis: Float64Array[] = [];
  let next = Float64Array.from({ length: dim }, () => rng.normal());
  let length = norm(next);
  let scale = 0;
  for (let step = 0; step < Math.min(steps, dim); step++) {
    for (let i = 0; i < dim; i++) next[i] = next[i]! / length;
    basis.push(next);
    const product = new Float64Array(dim);
    applyFinite(operator, next, product);
    diagonal.push(dot(next, product));
    scale = Math.max(scale, norm(product));
    // One pass leaves a remainder as large as the rounding errors of what it removes; two do not.
    for (let pass = 0; pass < 2; pass++) {
      for (const q of basis) {
        const part = dot(q, product);
        for (let i = 0; i < dim; i++) product[i] = product[i]! - part * q[i]!;
      }
    }
    next = product;
    length = norm(next);
    beside.push(length);
    // The remainder is rounding error: the basis spans an invariant subspace.
    if (length <= 10 * Number.EPSILON * Math.sqrt(dim) * scale) break;
  }
  const m = basis.length;
  const tridiagonal = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    tridiagonal[i * m + i] = diagonal[i]!;
    if (i > 0) tridiagonal[i * m + i - 1] = tridiagonal[(i - 1) * m + i] = beside[i - 1]!;
  }
  const { values, vectors } = symmetricEigenvalues(tridiagonal, { vectors: true });
  return {
    values,
    weights: values.map((_, i) => vectors[i * m]! * vectors[i * m]!),
    errors: values.map((_, i) => beside[m - 1]! * Math.abs(vectors[i * m + m - 1]!)),
  };
}
