// @ts-nocheck: AssemblyScript, which has its own compiler and types.
import { ifGreater, increase, larger, plus, splat } from "./lanes.ts";
import { clear } from "./rows.ts";

// Matrices are row-major. Sums run over blocks of rows, so that rounding errors do not grow with
// the number of rows.
const BLOCK: i32 = 128;

/** Adds the sums of one or four columns at `x` to `out`. */
function addSum<T>(x: usize, out: usize, rows: i32, stride: usize): void {
  let sum = splat<T>(0);
  for (let i = 0; i < rows; i++, x += stride) sum = plus<T>(sum, load<T>(x));
  increase<T>(out, sum);
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
