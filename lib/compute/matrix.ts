import { sharedBlas } from "./blas.ts";
import { address, type Arena } from "./memory.ts";
import type { Blas } from "./sgemm.ts";

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
  /** Factor of the product, 1 by default. */
  alpha?: number;
  /** Factor of the old C, 0 by default, in which case the old C is not read and may contain NaN. */
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
 * The matrix product C ← alpha·op(A)·op(B) + beta·C. Where two lengths that should be equal differ,
 * the longer one ends in padding, which is neither read nor written. C must not share memory with A
 * or B.
 *
 * @throws {RangeError} If an array is shorter than its matrix.
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
export function product(
  c: Matrix,
  a: Matrix,
  b: Matrix,
  options: ProductOptions = {},
  blas: Blas = sharedBlas(),
): void {
  const { transA = false, transB = false, alpha = 1, beta = 0 } = options;
  const m = Math.min(c.rows, transA ? a.columns : a.rows);
  const n = Math.min(c.columns, transB ? b.rows : b.columns);
  const k = Math.min(transA ? a.rows : a.columns, transB ? b.columns : b.rows);
  if (m === 0 || n === 0) return;
  // The library works on raw memory: only this check keeps it within the arrays.
  checkLength(a);
  checkLength(b);
  checkLength(c);
  if (k === 0) {
    for (let i = 0; i < m; i++) {
      const row = c.data.subarray(i * c.columns, i * c.columns + n);
      row.forEach((value, j) => row[j] = beta === 0 ? 0 : beta * value);
    }
    return;
  }
  const { data, columns } = c;
  blas.sgemm(
    transA,
    transB,
    m,
    n,
    k,
    alpha,
    a.data,
    a.columns,
    b.data,
    b.columns,
    beta,
    data,
    columns,
  );
}

function checkLength({ data, rows, columns }: Matrix): void {
  if (data.length >= rows * columns) return;
  throw new RangeError(`An array of ${data.length} numbers holds no ${rows}×${columns} matrix.`);
}
