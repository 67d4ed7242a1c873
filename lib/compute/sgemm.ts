/**
 * BLAS's SGEMM on row-major matrices: C ← alpha·op(A)·op(B) + beta·C, op(A) is m×k and op(B) k×n.
 */
export type Sgemm = (
  transA: boolean,
  transB: boolean,
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: Float32Array,
  lda: number,
  b: Float32Array,
  ldb: number,
  beta: number,
  c: Float32Array,
  ldc: number,
) => void;

/** An implementation of the matrix product. */
export interface Blas {
  /** Name and version, such as `"OpenBLAS 0.3.34, 1 thread"`. */
  readonly name: string;
  /** The product; its arguments are not checked. */
  readonly sgemm: Sgemm;
}
