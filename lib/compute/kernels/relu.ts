// @ts-nocheck: AssemblyScript, which has its own compiler and types.
import { clearBelow, clearTiny, TINY } from "./simd.ts";

/** z ← max(0, z + bias), row by row. */
export function biasRelu(z: usize, bias: usize, rows: i32, columns: i32): void {
  const tiny = f32x4.splat(TINY);
  const width = <usize> columns << 2;
  const end = z + width * rows;
  while (z < end) {
    for (let j: usize = 0; j < width; j += 16) {
      v128.store(z + j, clearBelow(f32x4.add(v128.load(z + j), v128.load(bias + j)), tiny));
    }
    z += width;
  }
}

/** delta ← delta where h > 0, else 0; adds its column sums to `sums`. */
export function reluBackward(delta: usize, h: usize, sums: usize, rows: i32, columns: i32): void {
  const tiny = f32x4.splat(TINY);
  const width = <usize> columns << 2;
  const end = delta + width * rows;
  while (delta < end) {
    for (let j: usize = 0; j < width; j += 16) {
      const inactive = f32x4.lt(v128.load(h + j), tiny);
      const d = v128.andnot(clearTiny(v128.load(delta + j), tiny), inactive);
      v128.store(delta + j, d);
      v128.store(sums + j, f32x4.add(v128.load(sums + j), d));
    }
    delta += width;
    h += width;
  }
}

/** rz ← rz + bias where h > 0, else 0, row by row: the directional derivative of h. */
export function reluTangent(rz: usize, bias: usize, h: usize, rows: i32, columns: i32): void {
  const tiny = f32x4.splat(TINY);
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
