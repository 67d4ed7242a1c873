/**
 * Stands for `lib/compute/native.ts` in a browser, which has no native libraries.
 *
 * @module
 */
import type { OpenBlas } from "../../../compute/openblas.ts";
import type { Blas } from "../../../compute/sgemm.ts";

/** Bytes of the compute memory of a thread: phones refuse much more than 256 MiB. */
export const memoryBytes = 2 ** 28;

/** A page computes what `UDL_EXACT=1` computes elsewhere, so that it is the same in every browser. */
export function isExact(): boolean {
  return true;
}

/** Kernels whose results depend on the processor are left out. */
export const fusedKernels: undefined = undefined;

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
