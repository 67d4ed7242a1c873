// @ts-nocheck: AssemblyScript, which has its own compiler and types.
import { hyperbolicTangents } from "./exp.ts";
import { addBias } from "./matrices.ts";
import { clearTiny, constant, fma, TINY } from "./simd.ts";

/** The derivative of tanh at the value h: 1 − h². */
function slope(h: v128, one: v128): v128 {
  return fma(f32x4.neg(h), h, one);
}

/** z ← tanh(z + bias), row by row. */
export function biasTanh(z: usize, bias: usize, rows: i32, columns: i32): void {
  addBias(z, bias, rows, columns);
  hyperbolicTangents(z, rows * columns);
}

/** delta ← delta·(1 − h²); adds its column sums to `sums`. */
export function tanhBackward(delta: usize, h: usize, sums: usize, rows: i32, columns: i32): void {
  const tiny = constant(TINY);
  const one = constant(1);
  const width = <usize> columns << 2;
  const end = delta + width * rows;
  while (delta < end) {
    for (let j: usize = 0; j < width; j += 16) {
      const d = clearTiny(f32x4.mul(v128.load(delta + j), slope(v128.load(h + j), one)), tiny);
      v128.store(delta + j, d);
      v128.store(sums + j, f32x4.add(v128.load(sums + j), d));
    }
    delta += width;
    h += width;
  }
}

/** rz ← (rz + bias)·(1 − h²), row by row: the directional derivative of h. */
export function tanhTangent(rz: usize, bias: usize, h: usize, rows: i32, columns: i32): void {
  const one = constant(1);
  const width = <usize> columns << 2;
  const end = rz + width * rows;
  while (rz < end) {
    for (let j: usize = 0; j < width; j += 16) {
      const z = f32x4.add(v128.load(rz + j), v128.load(bias + j));
      v128.store(rz + j, f32x4.mul(z, slope(v128.load(h + j), one)));
    }
    rz += width;
    h += width;
  }
}

/**
 * rdelta ← rdelta·(1 − h²) − 2·h·rh·delta, adding its column sums to `sums`: the directional
 * derivative of the result of `tanhBackward`.
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
  const one = constant(1);
  const minusTwo = constant(-2);
  const width = <usize> columns << 2;
  const end = rdelta + width * rows;
  while (rdelta < end) {
    for (let j: usize = 0; j < width; j += 16) {
      const unit = v128.load(h + j);
      const bend = f32x4.mul(f32x4.mul(unit, v128.load(rh + j)), v128.load(delta + j));
      const d = fma(minusTwo, bend, f32x4.mul(v128.load(rdelta + j), slope(unit, one)));
      v128.store(rdelta + j, d);
      v128.store(sums + j, f32x4.add(v128.load(sums + j), d));
    }
    rdelta += width;
    delta += width;
    h += width;
    rh += width;
  }
}
