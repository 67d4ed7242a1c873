import { symmetricEigenvalues } from "./eigenvalues.ts";
import { asin } from "../elementary/asin.ts";

/** How positively curved a symmetric d×d matrix H is, such as a projected Hessian. */
export interface Curvature {
  /** Fraction of the eigenvalues that are positive, in [0, 1]. */
  readonly positive: number;
  /** Tr(H) / ‖H‖ with the Frobenius norm, in [−√d, √d]; NaN if H is zero. */
  readonly traceRatio: number;
}

/**
 * The two measures of positive curvature of Fort and Scherlis (2019) for a symmetric matrix.
 *
 * @param matrix d×d numbers, row-major.
 * @throws {UserError} If the matrix is not square, or has an entry that is not finite.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { curvature } from "lib/analysis/curvature.ts";
 *
 * assertEquals(curvature(new Float64Array([4, 0, 0, -3])), { positive: 0.5, traceRatio: 0.2 });
 * ```
 */
export function curvature(matrix: Float64Array): Curvature {
  const { values } = symmetricEigenvalues(matrix);
  const norm = Math.sqrt(matrix.reduce((sum, x) => sum + x * x, 0));
  return {
    positive: values.filter((value) => value > 0).length / values.length,
    traceRatio: trace(matrix) / norm,
  };
}

/**
 * Sum of the diagonal of a d×d matrix.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { trace } from "lib/analysis/curvature.ts";
 *
 * assertEquals(trace(new Float64Array([1, 2, 3, 4])), 5);
 * ```
 */
export function trace(matrix: Float64Array): number {
  const dim = Math.sqrt(matrix.length);
  return matrix.reduce((sum, x, i) => i % (dim + 1) === 0 ? sum + x : sum, 0);
}

/**
 * The first `dim` rows and columns of a square matrix, row-major: the Hessian in the first
 * directions of a larger subspace.
 *
 * @throws {RangeError} If the matrix has fewer rows.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { leadingBlock } from "lib/analysis/curvature.ts";
 *
 * const matrix = new Float64Array([1, 2, 3, 4, 5, 6, 7, 8, 9]);
 * assertEquals([...leadingBlock(matrix, 2)], [1, 2, 4, 5]);
 * ```
 */
export function leadingBlock(matrix: Float64Array, dim: number): Float64Array {
  const stride = Math.sqrt(matrix.length);
  if (dim > stride) throw new RangeError(`A matrix of ${stride} rows has no block of ${dim}.`);
  return Float64Array.from(
    { length: dim * dim },
    (_, i) => matrix[Math.floor(i / dim) * stride + i % dim]!,
  );
}

/**
 * The fraction of positive eigenvalues that the trace ratio alone predicts.
 *
 * In a random subspace, any Hessian of many dimensions becomes approximately m·I plus a symmetric
 * Gaussian matrix, whose eigenvalues fill a semicircle (Wigner 1958) of center m = Tr(H)/d and
 * radius 2s, where s² = ‖H‖²/d − m² is their variance. With t = Tr(H)/‖H‖ the fraction above zero
 * is ½ + (x√(1 − x²) + asin x)/π at x = m/2s = t / 2√(d − t²), clipped to [−1, 1].
 *
 * @param traceRatio t, in [−√d, √d].
 * @param dim d.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { semicirclePositive } from "lib/analysis/curvature.ts";
 *
 * assertEquals(semicirclePositive(0, 100), 0.5);
 * assertEquals(semicirclePositive(9.9, 100), 1);
 * ```
 */
export function semicirclePositive(traceRatio: number, dim: number): number {
  return semicircleBelow(traceRatio / (2 * Math.sqrt(dim - traceRatio * traceRatio)));
}

/**
 * The share of Wigner's semicircle of radius 1 around 0 that lies below x: for large symmetric
 * random matrices, the limit of the fraction of eigenvalues below x (Wigner 1958).
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { semicircleBelow } from "lib/analysis/curvature.ts";
 *
 * assertEquals([-2, 0, 1].map(semicircleBelow), [0, 0.5, 1]);
 * ```
 */
export function semicircleBelow(x: number): number {
  if (Math.abs(x) >= 1) return x > 0 ? 1 : 0;
  return 0.5 + (x * Math.sqrt(1 - x * x) + asin(x)) / Math.PI;
}
