// @ts-nocheck: AssemblyScript, which has its own compiler and types.
import { ifGreater, increase, larger, plus, splat } from "./lanes.ts";
import { clear } from "./rows.ts";

// Matrices are row-major. Sums run over blocks of rows, so that rounding errors do not grow with
// the number of rows.
const BLOCK: i32 = 128;

/**
 * Adds the sums of one or four columns at `x` to `out`. Four sums are on their way at a time, since an
 * addition takes several cycles: 1.5 times as fast.
 */
function addSum<T>(x: usize, out: usize, rows: i32, stride: usize): void {
  let s0 = splat<T>(0), s1 = s0, s2 = s0, s3 = s0;
  const stride3 = 3 * stride;
  let i = 0;
  for (; i + 4 <= rows; i += 4, x += stride << 2) {
    s0 = plus<T>(s0, load<T>(x));
    s1 = plus<T>(s1, load<T>(x + stride));
    s2 = plus<T>(s2, load<T>(x + (stride << 1)));
    s3 = plus<T>(s3, load<T>(x + stride3));
  }
  for (; i < rows; i++, x += stride) s0 = plus<T>(s0, load<T>(x));
  increase<T>(out, plus<T>(plus<T>(s0, s1), plus<T>(s2, s3)));
}

/** Column sums of each of `outer` consecutive matrices. */
export function columnSums(x: usize, out: usize, outer: i32, rows: i32, columns: i32): void {
  const stride = (<usize> columns) << 2;
  for (let o = 0; o < outer; o++, out += stride) {
    clear(out, stride);
    for (let i = 0; i < rows; i += BLOCK) {
      const count = min(BLOCK, rows - i);
      let at: usize = 0;
      for (; at + 16 <= stride; at += 16) addSum<v128>(x + at, out + at, count, stride);
      for (; at < stride; at += 4) addSum<f32>(x + at, out + at, count, stride);
      x += stride * count;
    }
  }
}

/**
 * y = x + bias, with the bias (if its address is not 0) added to every row; then ReLU if `relu`.
 */
export function addBias(x: usize, bias: usize, y: usize, rows: i32, columns: i32, relu: i32): void {
  const floor: f32 = relu ? 0 : -Infinity;
  const stride = (<usize> columns) << 2;
  for (let i = 0; i < rows; i++, x += stride, y += stride) {
    let c: usize = 0;
    for (; c + 16 <= stride; c += 16) addOne<v128>(x + c, bias ? bias + c : 0, y + c, floor);
    for (; c < stride; c += 4) addOne<f32>(x + c, bias ? bias + c : 0, y + c, floor);
  }
}

function addOne<T>(x: usize, bias: usize, y: usize, floor: f32): void {
  const z = bias ? plus<T>(load<T>(x), load<T>(bias)) : load<T>(x);
  store<T>(y, larger<T>(z, splat<T>(floor)));
}

/** Derivative of ReLU: dx = dy where its output y is positive, otherwise 0. */
export function reluGrad(dy: usize, y: usize, dx: usize, length: i32): void {
  const bytes = (<usize> length) << 2;
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) positive<v128>(dy + at, y + at, dx + at);
  for (; at < bytes; at += 4) positive<f32>(dy + at, y + at, dx + at);
}

function positive<T>(dy: usize, y: usize, dx: usize): void {
  store<T>(dx, ifGreater<T>(load<T>(y), splat<T>(0), load<T>(dy)));
}

/** dx = dy where y is positive, otherwise 0, and the column sums of dx. */
export function addBiasReluGrad(
  dy: usize,
  y: usize,
  dx: usize,
  sums: usize,
  rows: i32,
  columns: i32,
): void {
  const stride = (<usize> columns) << 2;
  clear(sums, stride);
  for (let i = 0; i < rows; i += BLOCK) {
    const at = stride * i;
    const n = min(BLOCK, rows - i);
    let c: usize = 0;
    for (; c + 16 <= stride; c += 16) {
      const p = at + c;
      maskAndSum<v128>(dy + p, y + p, dx + p, sums + c, n, stride);
    }
    for (; c < stride; c += 4) {
      const p = at + c;
      maskAndSum<f32>(dy + p, y + p, dx + p, sums + c, n, stride);
    }
  }
}

/** One or four columns of a block. */
function maskAndSum<T>(
  dy: usize,
  y: usize,
  dx: usize,
  sums: usize,
  rows: i32,
  stride: usize,
): void {
  let sum = splat<T>(0);
  for (let i = 0; i < rows; i++, dy += stride, y += stride, dx += stride) {
    const d = ifGreater<T>(load<T>(y), splat<T>(0), load<T>(dy));
    store<T>(dx, d);
    sum = plus<T>(sum, d);
  }
  increase<T>(sums, sum);
}
