// @ts-nocheck: AssemblyScript, which has its own compiler and types.
import { clear } from "./rows.ts";

// Matrices are row-major. Sums run over blocks of rows, so that rounding errors do not grow with
// the number of rows.
const BLOCK: i32 = 128;

/** Adds the column sums of `rows` rows to `out`. */
function addSums(x: usize, out: usize, rows: i32, columns: i32): void {
  const stride = (<usize> columns) << 2;
  let c = 0;
  for (; c + 16 <= columns; c += 16) {
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    let at = x + ((<usize> c) << 2);
    for (let i = 0; i < rows; i++) {
      s0 = f32x4.add(s0, v128.load(at));
      s1 = f32x4.add(s1, v128.load(at, 16));
      s2 = f32x4.add(s2, v128.load(at, 32));
      s3 = f32x4.add(s3, v128.load(at, 48));
      at += stride;
    }
    const to = out + ((<usize> c) << 2);
    v128.store(to, f32x4.add(v128.load(to), s0));
    v128.store(to, f32x4.add(v128.load(to, 16), s1), 16);
    v128.store(to, f32x4.add(v128.load(to, 32), s2), 32);
    v128.store(to, f32x4.add(v128.load(to, 48), s3), 48);
  }
  for (; c + 4 <= columns; c += 4) {
    let s = f32x4.splat(0);
    let at = x + ((<usize> c) << 2);
    for (let i = 0; i < rows; i++) {
      s = f32x4.add(s, v128.load(at));
      at += stride;
    }
    const to = out + ((<usize> c) << 2);
    v128.store(to, f32x4.add(v128.load(to), s));
  }
  for (; c < columns; c++) {
    let s: f32 = 0;
    let at = x + ((<usize> c) << 2);
    for (let i = 0; i < rows; i++) {
      s += load<f32>(at);
      at += stride;
    }
    const to = out + ((<usize> c) << 2);
    store<f32>(to, load<f32>(to) + s);
  }
}

/** Column sums of each of `outer` consecutive matrices. */
export function columnSums(x: usize, out: usize, outer: i32, rows: i32, columns: i32): void {
  for (let o = 0; o < outer; o++) {
    clear(out, columns);
    for (let i = 0; i < rows; i += BLOCK) {
      const count = min(BLOCK, rows - i);
      addSums(x, out, count, columns);
      x += ((<usize> count) * columns) << 2;
    }
    out += (<usize> columns) << 2;
  }
}

/**
 * y = x + bias, with the bias (if its address is not 0) added to every row; then ReLU if `relu`.
 */
export function addBias(x: usize, bias: usize, y: usize, rows: i32, columns: i32, relu: i32): void {
  const floor = f32x4.splat(relu ? 0 : -Infinity);
  for (let i = 0; i < rows; i++) {
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      const at = (<usize> c) << 2;
      let z = v128.load(x + at);
      if (bias) z = f32x4.add(z, v128.load(bias + at));
      v128.store(y + at, f32x4.max(z, floor));
    }
    for (; c < columns; c++) {
      const at = (<usize> c) << 2;
      let z = load<f32>(x + at);
      if (bias) z += load<f32>(bias + at);
      store<f32>(y + at, relu ? max<f32>(z, 0) : z);
    }
    x += (<usize> columns) << 2;
    y += (<usize> columns) << 2;
  }
}

/** Derivative of ReLU: dx = dy where its output y is positive, otherwise 0. */
export function reluGrad(dy: usize, y: usize, dx: usize, length: i32): void {
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    const at = (<usize> i) << 2;
    v128.store(dx + at, v128.and(v128.load(dy + at), f32x4.gt(v128.load(y + at), zero)));
  }
  for (; i < length; i++) {
    const at = (<usize> i) << 2;
    store<f32>(dx + at, load<f32>(y + at) > 0 ? load<f32>(dy + at) : 0);
  }
}
