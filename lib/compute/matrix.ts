import { sharedBlas } from "./blas.ts";
import { address, type Arena } from "./memory.ts";

/** A row-major matrix in single precision. */
export interface Matrix {
  /** Its numbers, row by row; the array may be longer. */
  data: Float32Array;
  /** Number of rows. */
  rows: number;
  /** Number of columns, the length of a row; the last ones may be padding. */
  readonly columns: number;
}

/** How {@linkcode product} takes its matrices. */
export interface ProductOptions {
  /** Whether op(A) = Aᵀ; false by default. */
  transA?: boolean;
  /** Whether op(B) = Bᵀ; false by default. */
  transB?: boolean;
  /** Factor of the old C, 0 by default, in which case the old C is not read. */
  beta?: number;
}

/** A matrix of zeros in the compute memory. */
export function zeroMatrix(rows: number, columns: number, arena: Arena): Matrix {
  return { data: arena.float32(rows * columns), rows, columns };
}

/**
 * The address of a matrix, as kernels need it.
 *
 * @throws {RangeError} If it is not in the compute memory.
 */
export function at(matrix: Matrix): number {
  return address(matrix.data);
}

/**
 * The matrix product C ← op(A)·op(B) + beta·C. Where two lengths that should be equal differ, the
 * longer one ends in padding, which is neither read nor written.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { product } from "lib/compute/matrix.ts";
 *
 * const a = { data: new Float32Array([1, 2, 0, 3, 4, 0]), rows: 2, columns: 3 }; // one of padding
 * const b = { data: new Float32Array([5, 6]), rows: 2, columns: 1 };
 * const c = { data: new Float32Array(2), rows: 2, columns: 1 };
 * product(c, a, b);
 * assertEquals([...c.data], [17, 39]);
 * product(c, a, b, { transA: true, beta: 1 });
 * assertEquals([...c.data], [17 + 23, 39 + 34]);
 * ```
 */
export function product(c: Matrix, a: Matrix, b: Matrix, options: ProductOptions = {}): void {
  const { transA = false, transB = false, beta = 0 } = options;
  const m = Math.min(c.rows, transA ? a.columns : a.rows);
  const n = Math.min(c.columns, transB ? b.rows : b.columns);
  const k = Math.min(transA ? a.rows : a.columns, transB ? b.columns : b.rows);
  const { sgemm } = sharedBlas();
  const { data, columns } = c;
  sgemm(transA, transB, m, n, k, 1, a.data, a.columns, b.data, b.columns, beta, data, columns);
}
