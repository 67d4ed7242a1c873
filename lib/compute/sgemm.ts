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
  /** Up to this m·n·k it reads A and B where they are, without copies, which is faster; 0 if never. */
  readonly direct: number;
}

/** The function `cblas_sgemm` of a library. */
export const cblasSgemm = {
  // deno-fmt-ignore
  parameters: [
    "i32", "i32", "i32", "i32", "i32", "i32",
    "f32", "buffer", "i32", "buffer", "i32",
    "f32", "buffer", "i32",
  ],
  result: "void",
} as const;

// CBLAS's enumerations.
const ROW_MAJOR = 101;
const NO_TRANSPOSE = 111;
const TRANSPOSE = 112;

/** The product by a library's `cblas_sgemm`. */
export function sgemmOf(call: Deno.FromForeignFunction<typeof cblasSgemm>): Sgemm {
  return (transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc) => {
    const opA = transA ? TRANSPOSE : NO_TRANSPOSE;
    const opB = transB ? TRANSPOSE : NO_TRANSPOSE;
    call(ROW_MAJOR, opA, opB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  };
}
