/**
 * Stands for `lib/compute/native.ts` in a browser, which has no native libraries.
 *
 * @module
 */
import type { OpenBlas } from "../../../compute/openblas.ts";
import type { Blas } from "../../../compute/sgemm.ts";

/** Bytes of the compute memory of a thread: phones refuse much more than 256 MiB. */
export const memoryBytes = 2 ** 28;

/** There is no native matrix product. */
export function openNativeBlas(_choice?: string): Blas | undefined {
  return undefined;
}

/** There is no LAPACK. */
export function openNativeEigensolver(
  _choice?: string,
): NonNullable<OpenBlas["dsyevd"]> | undefined {
  return undefined;
}
