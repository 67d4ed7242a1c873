// @ts-nocheck: AssemblyScript, which has its own compiler and types.
import { columnSums } from "./columns.ts";
import { clear } from "./rows.ts";

// Batch normalization of the columns (channels) of a row-major matrix by their own mean and
// variance: y = scale·(x − mean)/√(variance + ε) + offset. All vectors have one number per column.

const BLOCK: i32 = 128;

/** Adds Σ (x − mean)² of `rows` rows to `out`. */
function addSquares(x: usize, mean: usize, out: usize, rows: i32, columns: i32): void {
  const stride = (<usize> columns) << 2;
  let c = 0;
  for (; c + 8 <= columns; c += 8) {
    const at0 = (<usize> c) << 2;
    const m0 = v128.load(mean + at0), m1 = v128.load(mean + at0, 16);
    let s0 = f32x4.splat(0), s1 = s0;
    let at = x + at0;
    for (let i = 0; i < rows; i++) {
      const d0 = f32x4.sub(v128.load(at), m0), d1 = f32x4.sub(v128.load(at, 16), m1);
      s0 = f32x4.add(s0, f32x4.mul(d0, d0));
      s1 = f32x4.add(s1, f32x4.mul(d1, d1));
      at += stride;
    }
    v128.store(out + at0, f32x4.add(v128.load(out + at0), s0));
    v128.store(out + at0, f32x4.add(v128.load(out + at0, 16), s1), 16);
  }
  for (; c < columns; c++) {
    const at0 = (<usize> c) << 2;
    const m = load<f32>(mean + at0);
    let s: f32 = 0;
    let at = x + at0;
    for (let i = 0; i < rows; i++) {
      const d = load<f32>(at) - m;
      s += d * d;
      at += stride;
    }
    store<f32>(out + at0, load<f32>(out + at0) + s);
  }
}

/** Writes y, and for the derivative the means and 1/√(variance + ε). */
export function batchNorm(
  x: usize,
  scale: usize,
  offset: usize,
  y: usize,
  mean: usize,
  inverse: usize,
  rows: i32,
  columns: i32,
  epsilon: f32,
  relu: i32,
): void {
  const stride = (<usize> columns) << 2;
  columnSums(x, mean, 1, rows, columns);
  for (let c = 0; c < columns; c++) {
    const at = mean + ((<usize> c) << 2);
    store<f32>(at, load<f32>(at) / <f32> rows);
  }
  clear(inverse, columns);
  for (let i = 0; i < rows; i += BLOCK) {
    addSquares(x + (<usize> i) * stride, mean, inverse, min(BLOCK, rows - i), columns);
  }
  for (let c = 0; c < columns; c++) {
    const at = inverse + ((<usize> c) << 2);
    store<f32>(at, <f32> 1 / sqrt<f32>(load<f32>(at) / <f32> rows + epsilon));
  }
  const floor = f32x4.splat(relu ? 0 : -Infinity);
  for (let i = 0; i < rows; i++) {
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      const at = (<usize> c) << 2;
      const factor = f32x4.mul(v128.load(scale + at), v128.load(inverse + at));
      const z = f32x4.mul(f32x4.sub(v128.load(x + at), v128.load(mean + at)), factor);
      v128.store(y + at, f32x4.max(f32x4.add(z, v128.load(offset + at)), floor));
    }
    for (; c < columns; c++) {
      const at = (<usize> c) << 2;
      const factor = load<f32>(scale + at) * load<f32>(inverse + at);
      const z = (load<f32>(x + at) - load<f32>(mean + at)) * factor + load<f32>(offset + at);
      store<f32>(y + at, relu ? max<f32>(z, 0) : z);
    }
    x += stride;
    y += stride;
  }
}

/**
 * Derivatives with respect to x, scale and offset (Ioffe and Szegedy 2015, section 3). If `relu`,
 * dy counts as zero where the output y is not positive.
 */
export function batchNormGrad(
  x: usize,
  y: usize,
  dy: usize,
  scale: usize,
  mean: usize,
  inverse: usize,
  dx: usize,
  dscale: usize,
  doffset: usize,
  rows: i32,
  columns: i32,
  relu: i32,
): void {
  const stride = (<usize> columns) << 2;
  const none = f32x4.splat(relu ? 0 : -Infinity);
  const noneScalar: f32 = relu ? 0 : -Infinity;
  // At first, dscale holds Σ dy·(x − mean).
  clear(dscale, columns);
  clear(doffset, columns);
  for (let i0 = 0; i0 < rows; i0 += BLOCK) {
    const count = min(BLOCK, rows - i0);
    const start = (<usize> i0) * stride;
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      const at0 = (<usize> c) << 2;
      const m = v128.load(mean + at0);
      let s = f32x4.splat(0), t = s;
      let at = start + at0;
      for (let i = 0; i < count; i++) {
        const d = v128.and(v128.load(dy + at), f32x4.gt(v128.load(y + at), none));
        s = f32x4.add(s, f32x4.mul(d, f32x4.sub(v128.load(x + at), m)));
        t = f32x4.add(t, d);
        at += stride;
      }
      v128.store(dscale + at0, f32x4.add(v128.load(dscale + at0), s));
      v128.store(doffset + at0, f32x4.add(v128.load(doffset + at0), t));
    }
    for (; c < columns; c++) {
      const at0 = (<usize> c) << 2;
      const m = load<f32>(mean + at0);
      let s: f32 = 0, t: f32 = 0;
      let at = start + at0;
      for (let i = 0; i < count; i++) {
        const d: f32 = load<f32>(y + at) > noneScalar ? load<f32>(dy + at) : 0;
        s += d * (load<f32>(x + at) - m);
        t += d;
        at += stride;
      }
      store<f32>(dscale + at0, load<f32>(dscale + at0) + s);
      store<f32>(doffset + at0, load<f32>(doffset + at0) + t);
    }
  }
  const share: f32 = <f32> 1 / <f32> rows;
  const shares = f32x4.splat(share);
  for (let c = 0; c < columns; c++) {
    const at = (<usize> c) << 2;
    store<f32>(dscale + at, load<f32>(dscale + at) * load<f32>(inverse + at));
  }
  // dx = scale·inverse·(dy − mean of dy − z·mean of dy·z), where z is the normalized x.
  for (let i = 0; i < rows; i++) {
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      const at = (<usize> c) << 2;
      const inv = v128.load(inverse + at);
      const z = f32x4.mul(f32x4.sub(v128.load(x + at), v128.load(mean + at)), inv);
      const d = v128.and(v128.load(dy + at), f32x4.gt(v128.load(y + at), none));
      const correction = f32x4.mul(
        f32x4.add(v128.load(doffset + at), f32x4.mul(z, v128.load(dscale + at))),
        shares,
      );
      const factor = f32x4.mul(v128.load(scale + at), inv);
      v128.store(dx + at, f32x4.mul(factor, f32x4.sub(d, correction)));
    }
    for (; c < columns; c++) {
      const at = (<usize> c) << 2;
      const inv = load<f32>(inverse + at);
      const z = (load<f32>(x + at) - load<f32>(mean + at)) * inv;
      const d: f32 = load<f32>(y + at) > noneScalar ? load<f32>(dy + at) : 0;
      const correction = (load<f32>(doffset + at) + z * load<f32>(dscale + at)) * share;
      store<f32>(dx + at, load<f32>(scale + at) * inv * (d - correction));
    }
    x += stride;
    y += stride;
    dy += stride;
    dx += stride;
  }
}
