// @ts-nocheck: AssemblyScript, which has its own compiler and types.
import { transposeBlock } from "./matrices.ts";
import { fma } from "./simd.ts";

// The scheme of Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication":
// both operands are packed into zero-padded panels of four rows of op(A) or four columns of op(B),
// so that one inner loop serves all transposes and sizes.

/** Length of the inner dimension that is packed at a time. */
const DEPTH: i32 = 256;
/** Columns of op(B) that are packed at a time. */
const WIDTH: i32 = 512;

/** Number of bytes that `gemm` needs for its panels. */
export function gemmScratch(): i32 {
  return 4 * DEPTH * (WIDTH + 4);
}

/**
 * Packs `count` ≤ 4 lines of `depth` numbers into a panel, interleaved. Lines are `lineStep` bytes
 * apart, and their numbers `step` bytes.
 */
function packPanel(
  source: usize,
  lineStep: usize,
  step: usize,
  panel: usize,
  count: i32,
  depth: i32,
): void {
  const end = panel + (<usize> depth << 4);
  if (count == 4 && lineStep == 4) {
    for (; panel < end; panel += 16) {
      v128.store(panel, v128.load(source));
      source += step;
    }
    return;
  }
  if (count == 4 && step == 4) {
    for (const whole = panel + (<usize> (depth & -4) << 4); panel < whole; panel += 64) {
      transposeBlock(source, lineStep, panel, 16);
      source += 16;
    }
  }
  for (; panel < end; panel += 16) {
    v128.store(panel, f32x4.splat(0));
    for (let line = 0; line < count; line++) {
      store<f32>(panel + (<usize> line << 2), load<f32>(source + <usize> line * lineStep));
    }
    source += step;
  }
}

/** Packs `lines` lines into panels of four. */
function pack(
  source: usize,
  lineStep: usize,
  step: usize,
  panels: usize,
  lines: i32,
  depth: i32,
): void {
  for (let line = 0; line < lines; line += 4) {
    packPanel(source, lineStep, step, panels, min(4, lines - line), depth);
    source += lineStep << 2;
    panels += <usize> depth << 4;
  }
}

/** c ← alpha·sum + beta·c for the first `count` ≤ 4 of four numbers of C. */
function update(c: usize, sum: v128, alpha: f32, beta: f32, count: i32): void {
  let scaled = f32x4.mul(sum, f32x4.splat(alpha));
  if (count >= 4) {
    v128.store(c, beta == 0 ? scaled : fma(f32x4.splat(beta), v128.load(c), scaled));
    return;
  }
  for (let i = 0; i < count; i++) {
    const value = f32x4.extract_lane(scaled, 0);
    store<f32>(c, beta == 0 ? value : beta * load<f32>(c) + value);
    scaled = v128.shuffle<f32>(scaled, scaled, 1, 2, 3, 0);
    c += 4;
  }
}

/**
 * Multiplies a panel of op(A) by two panels of op(B) into a part of C, in eight sums: enough to
 * keep two multiply-add units busy. At the edge, the contents of the second panel are not used.
 */
function multiply8(
  a: usize,
  b: usize,
  depth: i32,
  c: usize,
  ldc: usize,
  alpha: f32,
  beta: f32,
  rows: i32,
  columns: i32,
): void {
  const second = <usize> depth << 4;
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  for (const end = a + second; a < end; a += 16) {
    const b0 = v128.load(b);
    const b1 = v128.load(b + second);
    const as = v128.load(a);
    const a0 = v128.shuffle<f32>(as, as, 0, 0, 0, 0);
    c00 = fma(a0, b0, c00);
    c01 = fma(a0, b1, c01);
    const a1 = v128.shuffle<f32>(as, as, 1, 1, 1, 1);
    c10 = fma(a1, b0, c10);
    c11 = fma(a1, b1, c11);
    const a2 = v128.shuffle<f32>(as, as, 2, 2, 2, 2);
    c20 = fma(a2, b0, c20);
    c21 = fma(a2, b1, c21);
    const a3 = v128.shuffle<f32>(as, as, 3, 3, 3, 3);
    c30 = fma(a3, b0, c30);
    c31 = fma(a3, b1, c31);
    b += 16;
  }
  update(c, c00, alpha, beta, columns);
  update(c + 16, c01, alpha, beta, columns - 4);
  if (rows < 2) return;
  update(c + ldc, c10, alpha, beta, columns);
  update(c + ldc + 16, c11, alpha, beta, columns - 4);
  if (rows < 3) return;
  update(c + 2 * ldc, c20, alpha, beta, columns);
  update(c + 2 * ldc + 16, c21, alpha, beta, columns - 4);
  if (rows < 4) return;
  update(c + 3 * ldc, c30, alpha, beta, columns);
  update(c + 3 * ldc + 16, c31, alpha, beta, columns - 4);
}

/**
 * C ← alpha·op(A)·op(B) + beta·C, like BLAS's SGEMM on row-major matrices with rows of lda, ldb, ldc
 * numbers, where op(A) is m×k and op(B) k×n. With beta = 0 the old C is not read. `scratch` is the
 * address of `gemmScratch()` bytes for the panels.
 */
export function gemm(
  transA: bool,
  transB: bool,
  m: i32,
  n: i32,
  k: i32,
  alpha: f32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  beta: f32,
  c: usize,
  ldc: i32,
  scratch: usize,
): void {
  const rowA: usize = transA ? 4 : <usize> lda << 2;
  const stepA: usize = transA ? <usize> lda << 2 : 4;
  const columnB: usize = transB ? <usize> ldb << 2 : 4;
  const stepB: usize = transB ? 4 : <usize> ldb << 2;
  const rowC = <usize> ldc << 2;
  const panelA = scratch;
  const panelsB = scratch + (DEPTH << 4);
  for (let p = 0; p < k; p += DEPTH) {
    const depth = min(DEPTH, k - p);
    const oldFactor: f32 = p == 0 ? beta : 1;
    for (let j = 0; j < n; j += WIDTH) {
      const width = min(WIDTH, n - j);
      pack(b + <usize> j * columnB + <usize> p * stepB, columnB, stepB, panelsB, width, depth);
      for (let i = 0; i < m; i += 4) {
        const rows = min(4, m - i);
        packPanel(a + <usize> i * rowA + <usize> p * stepA, rowA, stepA, panelA, rows, depth);
        for (let q = 0; q < width; q += 8) {
          const panel = panelsB + <usize> (q >> 2) * (<usize> depth << 4);
          const target = c + <usize> i * rowC + (<usize> (j + q) << 2);
          multiply8(panelA, panel, depth, target, rowC, alpha, oldFactor, rows, width - q);
        }
      }
    }
  }
}
