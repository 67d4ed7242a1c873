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

/**
 * a·b; the sum of the squares of a, which takes a quarter of the time more, goes to the address
 * `square`.
 */
export function dot(a: usize, b: usize, length: i32, square: usize): f64 {
  let low = f64x2.splat(0), high = low, squaresLow = low, squaresHigh = low;
  let i: usize = 0;
  for (const end = (<usize> (length & ~3)) << 2; i < end; i += 16) {
    const p = two(a + i), q = two(a + i + 8);
    low = f64x2.add(low, f64x2.mul(p, two(b + i)));
    high = f64x2.add(high, f64x2.mul(q, two(b + i + 8)));
    squaresLow = f64x2.add(squaresLow, f64x2.mul(p, p));
    squaresHigh = f64x2.add(squaresHigh, f64x2.mul(q, q));
  }
  let sum = sumOfTwo(f64x2.add(low, high));
  let squares = sumOfTwo(f64x2.add(squaresLow, squaresHigh));
  for (const end = (<usize> length) << 2; i < end; i += 4) {
    const p = <f64> load<f32>(a + i);
    sum += p * <f64> load<f32>(b + i);
    squares += p * p;
  }
  store<f64>(square, squares);
  return sum;
}

function sumOfTwo(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/** y ← keep·y + factor·x. */
export function combine(y: usize, x: usize, length: i32, keep: f64, factor: f64): void {
  const k = f64x2.splat(keep), f = f64x2.splat(factor);
  let i: usize = 0;
  for (const end = (<usize> (length & ~3)) << 2; i < end; i += 16) {
    const low = f64x2.add(f64x2.mul(k, two(y + i)), f64x2.mul(f, two(x + i)));
    const high = f64x2.add(f64x2.mul(k, two(y + i + 8)), f64x2.mul(f, two(x + i + 8)));
    v128.store64_lane(y + i, f32x4.demote_f64x2_zero(low), 0);
    v128.store64_lane(y + i + 8, f32x4.demote_f64x2_zero(high), 0);
  }
  for (const end = (<usize> length) << 2; i < end; i += 4) {
    store<f32>(y + i, <f32> (keep * <f64> load<f32>(y + i) + factor * <f64> load<f32>(x + i)));
  }
}

/**
 * y ← y + Σ factors[n]·x_n in double precision, one n after another, where the `count` vectors x_n
 * are the rows of x. It takes 0.6 of the time of a loop outside.
 */
export function addMultiples(
  y: usize,
  x: usize,
  factors: usize,
  length: i32,
  count: i32,
  rowLength: i32,
): void {
  const end = <usize> length << 3;
  const width = <usize> rowLength << 3;
  let j: usize = 0;
  // Eight numbers of y at a time, which stay in registers for all rows.
  for (; j + 64 <= end; j += 64) {
    let s0 = v128.load(y + j);
    let s1 = v128.load(y + j, 16);
    let s2 = v128.load(y + j, 32);
    let s3 = v128.load(y + j, 48);
    for (let n = 0, at = x + j; n < count; n++, at += width) {
      const factor = load<f64>(factors + (<usize> n << 3));
      if (factor == 0) continue; // images have pixels that are black
      const f = f64x2.splat(factor);
      s0 = f64x2.add(s0, f64x2.mul(f, v128.load(at)));
      s1 = f64x2.add(s1, f64x2.mul(f, v128.load(at, 16)));
      s2 = f64x2.add(s2, f64x2.mul(f, v128.load(at, 32)));
      s3 = f64x2.add(s3, f64x2.mul(f, v128.load(at, 48)));
    }
    v128.store(y + j, s0);
    v128.store(y + j, s1, 16);
    v128.store(y + j, s2, 32);
    v128.store(y + j, s3, 48);
  }
  for (; j < end; j += 8) {
    let sum = load<f64>(y + j);
    for (let n = 0, at = x + j; n < count; n++, at += width) {
      sum += load<f64>(factors + (<usize> n << 3)) * load<f64>(at);
    }
    store<f64>(y + j, sum);
  }
}

/**
 * out[i] ← x[i] + table[index[i]], with 32-bit indices; `out` may be x. Four at a time take two
 * thirds of the time of one after another.
 */
export function addGathered(x: usize, table: usize, index: usize, out: usize, length: i32): void {
  let i: usize = 0;
  for (const end = (<usize> (length & ~3)) << 2; i < end; i += 16) {
    let values = v128.load32_zero(table + (<usize> load<u32>(index + i) << 2));
    values = v128.load_lane<f32>(table + (<usize> load<u32>(index + i, 4) << 2), values, 1);
    values = v128.load_lane<f32>(table + (<usize> load<u32>(index + i, 8) << 2), values, 2);
    values = v128.load_lane<f32>(table + (<usize> load<u32>(index + i, 12) << 2), values, 3);
    v128.store(out + i, f32x4.add(v128.load(x + i), values));
  }
  for (const end = (<usize> length) << 2; i < end; i += 4) {
    store<f32>(out + i, load<f32>(x + i) + load<f32>(table + (<usize> load<u32>(index + i) << 2)));
  }
}

/**
 * sums[index[i]] ← sums[index[i]] + x[i], one after another, with 32-bit indices and
 * double-precision sums. To turn two x into double precision at a time takes 0.8 of the time.
 */
export function scatterAdd(x: usize, index: usize, sums: usize, length: i32): void {
  let i: usize = 0;
  for (const end = (<usize> (length & ~3)) << 2; i < end; i += 16) {
    const low = two(x + i);
    const high = two(x + i + 8);
    addAt(sums, load<u32>(index + i), f64x2.extract_lane(low, 0));
    addAt(sums, load<u32>(index + i, 4), f64x2.extract_lane(low, 1));
    addAt(sums, load<u32>(index + i, 8), f64x2.extract_lane(high, 0));
    addAt(sums, load<u32>(index + i, 12), f64x2.extract_lane(high, 1));
  }
  for (const end = (<usize> length) << 2; i < end; i += 4) {
    addAt(sums, load<u32>(index + i), load<f32>(x + i));
  }
}

/** sums[index] ← sums[index] + value. */
function addAt(sums: usize, index: u32, value: f64): void {
  const sum = sums + (<usize> index << 3);
  store<f64>(sum, load<f64>(sum) + value);
}

/**
 * x ← Hx with the Hadamard matrix (entries ±1) of order `length`, a power of two, at least 4: a
 * fiftieth of the time that a loop outside takes.
 */
export function hadamard(x: usize, length: i32): void {
  const bytes = <usize> length << 2;
  const end = x + bytes;
  for (let at = x; at < end; at += 16) {
    const v = v128.load(at); // a b c d
    const even = v128.shuffle<f32>(v, v, 0, 0, 2, 2);
    const odd = v128.shuffle<f32>(v, f32x4.neg(v), 1, 5, 3, 7);
    const w = f32x4.add(even, odd); // a + b, a − b, c + d, c − d
    const first = v128.shuffle<f32>(w, w, 0, 1, 0, 1);
    const last = v128.shuffle<f32>(w, f32x4.neg(w), 2, 3, 6, 7);
    v128.store(at, f32x4.add(first, last));
  }
  for (let half: usize = 16; half < bytes; half <<= 1) {
    for (let start = x; start < end; start += 2 * half) {
      for (let at = start; at < start + half; at += 16) {
        const a = v128.load(at);
        const b = v128.load(at + half);
        v128.store(at, f32x4.add(a, b));
        v128.store(at + half, f32x4.sub(a, b));
      }
    }
  }
}
