import { type Eigensolver, loadEigensolver } from "../compute/lapack.ts";
import { UserError } from "../errors.ts";

/** Eigenvalues of a symmetric matrix and, on request, its eigenvectors. */
export interface SymmetricEigen {
  /** The n eigenvalues in ascending order. */
  readonly values: Float64Array;
  /** Unit eigenvectors, n×n row-major: row i belongs to value i; empty if not requested. */
  readonly vectors: Float64Array;
}

let loaded: Eigensolver | undefined;

/**
 * Opens the library on first use, so that importing this module needs no permission and costs
 * nothing.
 */
function sharedEigensolver(): Eigensolver {
  return loaded ??= loadEigensolver();
}

/**
 * All eigenvalues of a symmetric matrix in double precision: LAPACK's `dsyevd` if OpenBLAS is
 * available, otherwise the built-in method.
 *
 * @param matrix n×n numbers, row-major; not changed. If rounding has made it slightly asymmetric,
 * its symmetric part ½(A + Aᵀ) is used.
 * @param options With `vectors`, also computes the eigenvectors, for about three times the work.
 * @throws {UserError} If the matrix is not square, or has an entry that is not finite.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { symmetricEigenvalues } from "lib/analysis/eigenvalues.ts";
 *
 * const { values } = symmetricEigenvalues(new Float64Array([2, 1, 1, 2]));
 * assertAlmostEquals(values[0]!, 1);
 * assertAlmostEquals(values[1]!, 3);
 * ```
 */
export function symmetricEigenvalues(
  matrix: Float64Array,
  options: { vectors?: boolean } = {},
  solve: Eigensolver = sharedEigensolver(),
): SymmetricEigen {
  const n = Math.sqrt(matrix.length);
  if (!Number.isInteger(n) || n === 0) {
    throw new UserError(
      `A matrix of ${matrix.length} numbers is not square.`,
      "Give n × n numbers, row by row.",
    );
  }
  const a = new Float64Array(matrix.length);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const value = 0.5 * matrix[i * n + j]! + 0.5 * matrix[j * n + i]!;
      if (!Number.isFinite(value)) {
        throw new UserError(
          `The matrix has no eigenvalues: the number in row ${i}, column ${j} is not finite.`,
          "Check the loss and the φ that it was computed from.",
        );
      }
      a[i * n + j] = a[j * n + i] = value;
    }
  }
  const { vectors = false } = options;
  const values = solve(n, a, vectors);
  return { values, vectors: vectors ? a : new Float64Array(0) };
}
