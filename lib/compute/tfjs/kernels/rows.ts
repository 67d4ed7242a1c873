// @ts-nocheck: AssemblyScript, which has its own compiler and types.
// Helpers for runs of float32 numbers, shared by the kernels in this folder. Lengths are in bytes.

/** Copies a run. */
export function copy(to: usize, from: usize, bytes: usize): void {
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(to + i, v128.load(from + i));
  for (; i < bytes; i += 4) store<f32>(to + i, load<f32>(from + i));
}

/** Sets a run to zero. */
export function clear(to: usize, bytes: usize): void {
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(to + i, f32x4.splat(0));
  for (; i < bytes; i += 4) store<f32>(to + i, 0);
}

/** Copies `rows` runs of `length` numbers, `toStride` and `fromStride` numbers apart. */
export function copyRows(
  to: usize,
  toStride: i32,
  from: usize,
  fromStride: i32,
  rows: i32,
  length: i32,
): void {
  for (let row = 0; row < rows; row++) {
    copy(to, from, length << 2);
    to += (<usize> toStride) << 2;
    from += (<usize> fromStride) << 2;
  }
}
