import type { Sgemm } from "lib/compute/blas.ts";

/** Rows of the inner dimension that are packed at a time: a panel of them stays in the L1 cache. */
const DEPTH = 256;

/**
 * SGEMM in plain TypeScript, for systems without OpenBLAS; sums are made in double precision.
 * Both operands are packed into panels of four rows or columns, padded with zeros, so that one
 * inner loop serves all transposes and sizes (Goto and van de Geijn 2008, "Anatomy of
 * high-performance matrix multiplication").
 */
export const builtinSgemm: Sgemm = (
  transA,
  transB,
  m,
  n,
  k,
  alpha,
  a,
  lda,
  b,
  ldb,
  beta,
  c,
  ldc,
) => {
  const depth = Math.min(k, DEPTH);
  const panelA = new Float64Array(4 * depth);
  const panelsB = new Float64Array(4 * Math.ceil(n / 4) * depth);
  const tile = new Float64Array(16);
  for (let start = 0; start < k; start += DEPTH) {
    const length = Math.min(DEPTH, k - start);
    const oldFactor = start === 0 ? beta : 1;
    for (let j = 0; j < n; j += 4) {
      pack(panelsB, j * depth, b, transB, ldb, start, length, j, Math.min(4, n - j));
    }
    for (let i = 0; i < m; i += 4) {
      const rows = Math.min(4, m - i);
      pack(panelA, 0, a, !transA, lda, start, length, i, rows);
      for (let j = 0; j < n; j += 4) {
        multiplyPanels(panelA, panelsB, j * depth, length, tile);
        addTile(tile, alpha, oldFactor, c, i * ldc + j, ldc, rows, Math.min(4, n - j));
      }
    }
  }
};

/** Copies columns [first, first + count) of rows [start, start + length), four numbers a row. */
function pack(
  panel: Float64Array,
  offset: number,
  source: Float32Array,
  transposed: boolean,
  stride: number,
  start: number,
  length: number,
  first: number,
  count: number,
): void {
  const rowStep = transposed ? 1 : stride;
  const columnStep = transposed ? stride : 1;
  for (let p = 0; p < length; p++) {
    const from = (start + p) * rowStep + first * columnStep;
    for (let q = 0; q < 4; q++) {
      panel[offset + 4 * p + q] = q < count ? source[from + q * columnStep]! : 0;
    }
  }
}

/** Product of a 4×length panel of A with a length×4 panel of B, into a 4×4 tile. */
function multiplyPanels(
  a: Float64Array,
  b: Float64Array,
  offset: number,
  length: number,
  tile: Float64Array,
): void {
  // Two columns at a time: eight sums, which fit the processor's registers with their operands.
  for (let j = 0; j < 4; j += 2) {
    let s00 = 0, s01 = 0, s10 = 0, s11 = 0, s20 = 0, s21 = 0, s30 = 0, s31 = 0;
    for (let p = 0, q = offset + j; p < 4 * length; p += 4, q += 4) {
      const b0 = b[q]!, b1 = b[q + 1]!;
      const a0 = a[p]!, a1 = a[p + 1]!, a2 = a[p + 2]!, a3 = a[p + 3]!;
      s00 += a0 * b0;
      s01 += a0 * b1;
      s10 += a1 * b0;
      s11 += a1 * b1;
      s20 += a2 * b0;
      s21 += a2 * b1;
      s30 += a3 * b0;
      s31 += a3 * b1;
    }
    tile[j] = s00;
    tile[j + 1] = s01;
    tile[j + 4] = s10;
    tile[j + 5] = s11;
    tile[j + 8] = s20;
    tile[j + 9] = s21;
    tile[j + 12] = s30;
    tile[j + 13] = s31;
  }
}

/** C ← alpha·tile + beta·C on the part of a 4×4 tile that lies inside C. */
function addTile(
  tile: Float64Array,
  alpha: number,
  beta: number,
  c: Float32Array,
  offset: number,
  ldc: number,
  rows: number,
  columns: number,
): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const at = offset + i * ldc + j;
      c[at] = alpha * tile[4 * i + j]! + (beta === 0 ? 0 : beta * c[at]!);
    }
  }
}
