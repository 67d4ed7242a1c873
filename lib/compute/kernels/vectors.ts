// @ts-nocheck: AssemblyScript, which has its own compiler and types.

// Vectors of any length. Numbers are stored in single precision and processed in double precision,
// two at a time.

/**
 * The two numbers at an address. To load four and shuffle the upper two down takes 1.15 times as
 * long.
 */
function two(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

/** Sum of the products of two arrays' numbers. */
export function dot(a: usize, b: usize, length: i32): f64 {
  let low = f64x2.splat(0), high = low;
  let i: usize = 0;
  for (const end = (<usize> (length & ~3)) << 2; i < end; i += 16) {
    low = f64x2.add(low, f64x2.mul(two(a + i), two(b + i)));
    high = f64x2.add(high, f64x2.mul(two(a + i + 8), two(b + i + 8)));
  }
  const sums = f64x2.add(low, high);
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (const end = (<usize> length) << 2; i < end; i += 4) {
    sum += <f64> load<f32>(a + i) * <f64> load<f32>(b + i);
  }
  return sum;
}

/** y ← y + x; rounded once, so that nothing is gained by double precision. */
export function add(y: usize, x: usize, length: i32): void {
  let i: usize = 0;
  for (const end = (<usize> (length & ~3)) << 2; i < end; i += 16) {
    v128.store(y + i, f32x4.add(v128.load(y + i), v128.load(x + i)));
  }
  for (const end = (<usize> length) << 2; i < end; i += 4) {
    store<f32>(y + i, load<f32>(y + i) + load<f32>(x + i));
  }
}

/** y ← keep·y + factor·x. */
export function combine(y: usize, x: usize, length: i32, keep: f64, factor: f64): void {
  const k = f64x2.splat(keep), f = f64x2.splat(factor);
  let i: usize = 0;
  for (const end = (<usize> (length & ~3)) << 2; i < end; i += 16) {
    const low = f64x2.add(f64x2.mul(k, two(y + i)), f64x2.mul(f, two(x + i)));
    const high = f64x2.add(f64x2.mul(k, two(y + i + 8)), f64x2.mul(f, two(x + i + 8)));
    v128.store(
      y + i,
      v128.shuffle<f32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5),
    );
  }
  for (const end = (<usize> length) << 2; i < end; i += 4) {
    store<f32>(y + i, <f32> (keep * <f64> load<f32>(y + i) + factor * <f64> load<f32>(x + i)));
  }
}

/** out[i] ← table[index[i]], with 32-bit indices. */
export function gather(table: usize, index: usize, out: usize, length: i32): void {
  for (let i: usize = 0, end = (<usize> length) << 2; i < end; i += 4) {
    store<f32>(out + i, load<f32>(table + ((<usize> load<u32>(index + i)) << 2)));
  }
}

/**
 * sums[index[i]] ← sums[index[i]] + x[i], one after another, with 32-bit indices and
 * double-precision sums.
 */
export function scatterAdd(x: usize, index: usize, sums: usize, length: i32): void {
  for (let i: usize = 0, end = (<usize> length) << 2; i < end; i += 4) {
    const sum = sums + ((<usize> load<u32>(index + i)) << 3);
    store<f64>(sum, load<f64>(sum) + <f64> load<f32>(x + i));
  }
}
