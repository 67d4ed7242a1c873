// @ts-nocheck: AssemblyScript, which has its own compiler and types.
import { clearTiny, exp, fma, TINY } from "./simd.ts";

/**
 * tanh x: below 0.625 an odd polynomial (the coefficients of Moshier's Cephes library), above it
 * 1 − 2 / (e²ˣ + 1).
 */
function tanh(x: v128): v128 {
  const size = f32x4.abs(x);
  // From 9.02 on, tanh is 1 in single precision.
  const power = exp(f32x4.mul(f32x4.pmin(size, f32x4.splat(10)), f32x4.splat(2)));
  const one = f32x4.splat(1);
  const large = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(power, one)));
  const square = f32x4.mul(x, x);
  let p = fma(square, f32x4.splat(-5.70498872745e-3), f32x4.splat(2.06390887954e-2));
  p = fma(square, p, f32x4.splat(-5.37397155531e-2));
  p = fma(square, p, f32x4.splat(1.33314422036e-1));
  p = fma(square, p, f32x4.splat(-3.33332819422e-1));
  const small = fma(f32x4.mul(square, p), x, x);
  const signed = v128.or(large, v128.and(x, i32x4.splat(0x80000000)));
  return v128.bitselect(small, signed, f32x4.lt(size, f32x4.splat(0.625)));
}

/** The derivative of tanh where its value is h: 1 − h². */
function slope(h: v128): v128 {
  return f32x4.sub(f32x4.splat(1), f32x4.mul(h, h));
}

/** z ← tanh(z + bias), row by row. */
export function biasTanh(z: usize, bias: usize, rows: i32, columns: i32): void {
  const tiny = f32x4.splat(TINY);
  const width = <usize> columns << 2;
  const end = z + width * rows;
  while (z < end) {
    for (let j: usize = 0; j < width; j += 16) {
      v128.store(z + j, clearTiny(tanh(f32x4.add(v128.load(z + j), v128.load(bias + j))), tiny));
    }
    z += width;
  }
}

/** delta ← delta·(1 − h²); adds its column sums to `sums`. */
export function tanhBackward(delta: usize, h: usize, sums: usize, rows: i32, columns: i32): void {
  const tiny = f32x4.splat(TINY);
  const width = <usize> columns << 2;
  const end = delta + width * rows;
  while (delta < end) {
    for (let j: usize = 0; j < width; j += 16) {
      const d = clearTiny(f32x4.mul(v128.load(delta + j), slope(v128.load(h + j))), tiny);
      v128.store(delta + j, d);
      v128.store(sums + j, f32x4.add(v128.load(sums + j), d));
    }
    delta += width;
    h += width;
  }
}

/** rz ← (rz + bias)·(1 − h²), row by row: the directional derivative of h. */
export function tanhTangent(rz: usize, bias: usize, h: usize, rows: i32, columns: i32): void {
  const width = <usize> columns << 2;
  const end = rz + width * rows;
  while (rz < end) {
    for (let j: usize = 0; j < width; j += 16) {
      const z = f32x4.add(v128.load(rz + j), v128.load(bias + j));
      v128.store(rz + j, f32x4.mul(z, slope(v128.load(h + j))));
    }
    rz += width;
    h += width;
  }
}

/**
 * rdelta ← rdelta·(1 − h²) − 2·h·rh·delta, adding its column sums to `sums`: the directional
 * derivative of what `tanhBackward` makes of `delta`.
 */
export function tanhBackwardTangent(
  rdelta: usize,
  delta: usize,
  h: usize,
  rh: usize,
  sums: usize,
  rows: i32,
  columns: i32,
): void {
  const width = <usize> columns << 2;
  const end = rdelta + width * rows;
  while (rdelta < end) {
    for (let j: usize = 0; j < width; j += 16) {
      const unit = v128.load(h + j);
      const bend = f32x4.mul(f32x4.mul(unit, v128.load(rh + j)), v128.load(delta + j));
      const d = fma(f32x4.splat(-2), bend, f32x4.mul(v128.load(rdelta + j), slope(unit)));
      v128.store(rdelta + j, d);
      v128.store(sums + j, f32x4.add(v128.load(sums + j), d));
    }
    rdelta += width;
    delta += width;
    h += width;
    rh += width;
  }
}
