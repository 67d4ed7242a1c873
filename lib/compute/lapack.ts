import { openNativeEigensolver } from "./native.ts";
import type { OpenBlas } from "./openblas.ts";
import { symmetricEigen } from "./symmetric_eigen.ts";

/**
 * Eigenvalues of the symmetric matrix `a` (n×n, n ≥ 1, finite) in ascending order. With `vectors`,
 * row i of `a` becomes the unit eigenvector of value i; otherwise `a` is overwritten.
 */
export type Eigensolver = typeof symmetricEigen;

/** The eigenvalues by LAPACK's divide and conquer. */
function solverOf(dsyevd: NonNullable<OpenBlas["dsyevd"]>): Eigensolver {
  return (n, a, vectors) => {
    const values = new Float64Array(n);
    const job = new TextEncoder().encode(vectors ? "V" : "N");
    const triangle = new TextEncoder().encode("L");
    const size = Int32Array.of(n);
    const info = new Int32Array(1);
    const call = (work: Float64Array, integers: Int32Array, query: boolean): void => {
      const lwork = Int32Array.of(query ? -1 : work.length);
      const liwork = Int32Array.of(query ? -1 : integers.length);
      // deno-fmt-ignore
      dsyevd(
        job, triangle, size, a, size, values, work, lwork, integers, liwork, info, 1n, 1n,
      );
    };
    // The first call only asks how much memory the second needs.
    const [length, count] = [new Float64Array(1), new Int32Array(1)];
    call(length, count, true);
    call(new Float64Array(length[0]!), new Int32Array(count[0]!), false);
    if (info[0] !== 0) throw new Error(`LAPACK's dsyevd ended with code ${info[0]}.`);
    return values;
  };
}

/**
 * Loads the eigensolver: LAPACK's from the OpenBLAS that the matrix product uses, otherwise, or if
 * `choice` is `"none"`, the built-in one.
 *
 * @param choice Path of an OpenBLAS library to try first, or `"none"`; by default the environment
 * variable `UDL_BLAS`.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { loadEigensolver } from "lib/compute/lapack.ts";
 *
 * const swap = new Float64Array([0, 1, 1, 0]);
 * assertEquals([...loadEigensolver("none")(2, swap, false)].map(Math.round), [-1, 1]);
 * ```
 */
export function loadEigensolver(choice?: string): Eigensolver {
  const dsyevd = openNativeEigensolver(choice);
  return dsyevd ? solverOf(dsyevd) : symmetricEigen;
}
