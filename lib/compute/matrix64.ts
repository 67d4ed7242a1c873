/** A small row-major matrix in double precision. */
export interface Matrix64 {
  /** Its numbers, row by row; the array may be longer. */
  readonly data: Float64Array;
  /** Number of rows. */
  rows: number;
  /** Number of columns, the length of a row; the last ones may be padding. */
  readonly columns: number;
}

/** A matrix of zeros. */
export function zeros64(rows: number, columns: number): Matrix64 {
  return { data: new Float64Array(rows * columns), rows, columns };
}

/** A row of a matrix, as a view. */
export function rowOf({ data, columns }: Matrix64, n: number): Float64Array {
  return data.subarray(n * columns, (n + 1) * columns);
}

/** C ← AB, for as many columns of A as B has rows, or fewer, and as many of C as B has. */
export function multiply(c: Matrix64, a: Matrix64, b: Matrix64): void {
  const inner = Math.min(a.columns, b.rows);
  for (let n = 0; n < a.rows; n++) {
    const row = n * c.columns;
    for (let i = 0; i < b.columns; i++) c.data[row + i] = 0;
    for (let j = 0; j < inner; j++) {
      const factor = a.data[n * a.columns + j]!;
      // Images have pixels that are black.
      if (factor === 0) continue;
      const from = j * b.columns;
      for (let i = 0; i < b.columns; i++) {
        c.data[row + i] = c.data[row + i]! + factor * b.data[from + i]!;
      }
    }
  }
}

/** C ← ABᵀ, for as many rows of B as C has columns. */
export function multiplyByTransposed(c: Matrix64, a: Matrix64, b: Matrix64): void {
  for (let n = 0; n < a.rows; n++) {
    for (let j = 0; j < c.columns; j++) {
      let sum = 0;
      for (let i = 0; i < b.columns; i++) {
        sum += b.data[j * b.columns + i]! * a.data[n * a.columns + i]!;
      }
      c.data[n * c.columns + j] = sum;
    }
  }
}

/** C ← C + AᵀB. */
export function addTransposedProduct(c: Matrix64, a: Matrix64, b: Matrix64): void {
  for (let n = 0; n < a.rows; n++) {
    for (let j = 0; j < c.rows; j++) {
      const factor = a.data[n * a.columns + j]!;
      if (factor === 0) continue;
      const row = j * c.columns;
      for (let i = 0; i < c.columns; i++) {
        c.data[row + i] = c.data[row + i]! + factor * b.data[n * b.columns + i]!;
      }
    }
  }
}
