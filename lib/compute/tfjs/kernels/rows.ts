// @ts-nocheck: AssemblyScript, which has its own compiler and types.
// Helpers for runs of float32 numbers, shared by the kernels in this folder. Addresses are in
// bytes, lengths in numbers.

/** Copies `length` numbers. */
export function copy(to: usize, from: usize, length: i32): void {
  let i = 0;
  for (; i + 8 <= length; i += 8) {
    const at = (<usize> i) << 2;
    v128.store(to + at, v128.load(from + at));
    v128.store(to + at, v128.load(from + at, 16), 16);
  }
  for (; i + 4 <= length; i += 4) {
    v128.store(to + ((<usize> i) << 2), v128.load(from + ((<usize> i) << 2)));
  }
  for (; i < length; i++) store<f32>(to + ((<usize> i) << 2), load<f32>(from + ((<usize> i) << 2)));
}

/** Sets `length` numbers to zero. */
export function clear(to: usize, length: i32): void {
  let i = 0;
  for (; i + 4 <= length; i += 4) v128.store(to + ((<usize> i) << 2), f32x4.splat(0));
  for (; i < length; i++) store<f32>(to + ((<usize> i) << 2), 0);
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
    copy(to, from, length);
    to += (<usize> toStride) << 2;
    from += (<usize> fromStride) << 2;
  }
}
