// @ts-nocheck: AssemblyScript, which has its own compiler and types.
import { clearBelow, constant, TINY } from "./simd.ts";

/** z ← max(0, z + bias), row by row. */
export function biasRelu(z: usize, bias: usize, rows: i32, columns: i32): void {
  const tiny = constant(TINY);
  const width = <usize> columns << 2;
  const size = width * rows;
  let j: usize = 0;
  // Four vectors of a row at a time, so that their biases stay in registers for all rows.
  for (; j + 64 <= width; j += 64) {
    const b0 = v128.load(bias + j);
    const b1 = v128.load(bias + j, 16);
    const b2 = v128.load(bias + j, 32);
    const b3 = v128.load(bias + j, 48);
    for (let at = z + j, end = z + j + size; at < end; at += width) {
      v128.store(at, clearBelow(f32x4.add(v128.load(at), b0), tiny));
      v128.store(at, clearBelow(f32x4.add(v128.load(at, 16), b1), tiny), 16);
      v128.store(at, clearBelow(f32x4.add(v128.load(at, 32), b2), tiny), 32);
      v128.store(at, clearBelow(f32x4.add(v128.load(at, 48), b3), tiny), 48);
    }
  }
  for (; j < width; j += 16) {
    const b0 = v128.load(bias + j);
    for (let at = z + j, end = z + j + size; at < end; at += width) {
      v128.store(at, clearBelow(f32x4.add(v128.load(at), b0), tiny));
    }
  }
}

/** delta where h > 0, otherwise 0. */
function masked(delta: v128, h: v128, tiny: v128): v128 {
  return v128.andnot(delta, v128.or(f32x4.lt(h, tiny), f32x4.lt(f32x4.abs(delta), tiny)));
}

/** delta ← delta where h > 0, otherwise 0; adds its column sums to `sums`. */
export function reluBackward(delta: usize, h: usize, sums: usize, rows: i32, columns: i32): void {
  const tiny = constant(TINY);
  const width = <usize> columns << 2;
  const size = width * rows;
  const toH = h - delta;
  let j: usize = 0;
  for (; j + 64 <= width; j += 64) {
    let s0 = v128.load(sums + j);
    let s1 = v128.load(sums + j, 16);
    let s2 = v128.load(sums + j, 32);
    let s3 = v128.load(sums + j, 48);
    for (let at = delta + j, end = delta + j + size; at < end; at += width) {
      const d0 = masked(v128.load(at), v128.load(at + toH), tiny);
      const d1 = masked(v128.load(at, 16), v128.load(at + toH, 16), tiny);
      const d2 = masked(v128.load(at, 32), v128.load(at + toH, 32), tiny);
      const d3 = masked(v128.load(at, 48), v128.load(at + toH, 48), tiny);
      v128.store(at, d0);
      v128.store(at, d1, 16);
      v128.store(at, d2, 32);
      v128.store(at, d3, 48);
      s0 = f32x4.add(s0, d0);
      s1 = f32x4.add(s1, d1);
      s2 = f32x4.add(s2, d2);
      s3 = f32x4.add(s3, d3);
    }
    v128.store(sums + j, s0);
    v128.store(sums + j, s1, 16);
    v128.store(sums + j, s2, 32);
    v128.store(sums + j, s3, 48);
  }
  for (; j < width; j += 16) {
    let s0 = v128.load(sums + j);
    for (let at = delta + j, end = delta + j + size; at < end; at += width) {
      const d0 = masked(v128.load(at), v128.load(at + toH), tiny);
      v128.store(at, d0);
      s0 = f32x4.add(s0, d0);
    }
    v128.store(sums + j, s0);
  }
}

/** rz ← rz + bias where h > 0, otherwise 0, row by row: the directional derivative of h. */
export function reluTangent(rz: usize, bias: usize, h: usize, rows: i32, columns: i32): void {
  const tiny = constant(TINY);
  const width = <usize> columns << 2;
  const end = rz + width * rows;
  while (rz < end) {
    for (let j: usize = 0; j < width; j += 16) {
      const z = f32x4.add(v128.load(rz + j), v128.load(bias + j));
      v128.store(rz + j, v128.andnot(z, f32x4.lt(v128.load(h + j), tiny)));
    }
    rz += width;
    h += width;
  }
}
