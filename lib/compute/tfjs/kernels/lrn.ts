// @ts-nocheck: AssemblyScript, which has its own compiler and types.
import { clear } from "./rows.ts";

// Local response normalization across channels (Krizhevsky et al. 2012, section 3.3): y_i =
// x_i·n_i^−β with n_i = bias + α·Σ x_j² over |i − j| ≤ radius. The exponent β is given in quarters,
// so that square roots suffice. `scratch` holds 2·(channels + 2·radius + 4) numbers.

/** n^(−quarters/4). */
function power(n: v128, quarters: i32): v128 {
  const half = f32x4.sqrt(n);
  const quarter = f32x4.sqrt(half);
  let product = f32x4.splat(1);
  for (let q = quarters; q >= 4; q -= 4) product = f32x4.mul(product, n);
  if (quarters & 2) product = f32x4.mul(product, half);
  if (quarters & 1) product = f32x4.mul(product, quarter);
  return f32x4.div(f32x4.splat(1), product);
}

const zero = f32x4.splat(0);

/** Sums of the lanes from each one on. */
function sumsFrom(x: v128): v128 {
  const pairs = f32x4.add(x, v128.shuffle<f32>(x, zero, 1, 2, 3, 4));
  return f32x4.add(pairs, v128.shuffle<f32>(pairs, zero, 2, 3, 4, 4));
}

/** Sums of the lanes up to each one. */
function sumsTo(x: v128): v128 {
  const pairs = f32x4.add(x, v128.shuffle<f32>(zero, x, 3, 4, 5, 6));
  return f32x4.add(pairs, v128.shuffle<f32>(zero, pairs, 3, 3, 4, 5));
}

/**
 * Σ of 2·radius + 1 numbers from `at`, for four neighboring addresses. With the usual radius 4 that is
 * the end of one vector, a whole one and the beginning of a third: 0.64 of the time.
 */
function windowSum(at: usize, radius: i32): v128 {
  if (radius == 4) {
    const whole = sumsFrom(v128.load(at + 16));
    const ends = f32x4.add(sumsFrom(v128.load(at)), sumsTo(v128.load(at + 32)));
    return f32x4.add(ends, v128.shuffle<f32>(whole, whole, 0, 0, 0, 0));
  }
  let sum = v128.load(at);
  for (let j = 1; j <= 2 * radius; j++) {
    sum = f32x4.add(sum, v128.load(at + ((<usize> j) << 2)));
  }
  return sum;
}

/** Writes y for `rows` positions; `channels` is a multiple of 4. */
export function lrn(
  x: usize,
  y: usize,
  scratch: usize,
  rows: i32,
  channels: i32,
  radius: i32,
  bias: f32,
  alpha: f32,
  quarters: i32,
): void {
  const end = (<usize> channels) << 2;
  const squares = scratch + ((<usize> radius) << 2);
  clear(scratch, (channels + 2 * radius) << 2);
  const vBias = f32x4.splat(bias), vAlpha = f32x4.splat(alpha);
  for (let i = 0; i < rows; i++) {
    for (let at: usize = 0; at < end; at += 16) {
      const value = v128.load(x + at);
      v128.store(squares + at, f32x4.mul(value, value));
    }
    for (let at: usize = 0; at < end; at += 16) {
      const n = f32x4.add(vBias, f32x4.mul(vAlpha, windowSum(scratch + at, radius)));
      v128.store(y + at, f32x4.mul(v128.load(x + at), power(n, quarters)));
    }
    x += end;
    y += end;
  }
}

/** dx_i = dy_i·n_i^−β − 2αβ·x_i·Σ dy_j·y_j/n_j over |i − j| ≤ radius. */
export function lrnGrad(
  x: usize,
  y: usize,
  dy: usize,
  dx: usize,
  scratch: usize,
  rows: i32,
  channels: i32,
  radius: i32,
  bias: f32,
  alpha: f32,
  quarters: i32,
): void {
  const end = (<usize> channels) << 2;
  const squares = scratch + ((<usize> radius) << 2);
  const ratios0 = scratch + ((<usize> (channels + 2 * radius)) << 2);
  const ratios = ratios0 + ((<usize> radius) << 2);
  clear(scratch, (channels + 2 * radius) << 3);
  const vBias = f32x4.splat(bias), vAlpha = f32x4.splat(alpha);
  const factor = f32x4.splat(-<f32> 0.5 * alpha * <f32> quarters);
  for (let i = 0; i < rows; i++) {
    for (let at: usize = 0; at < end; at += 16) {
      const value = v128.load(x + at);
      v128.store(squares + at, f32x4.mul(value, value));
    }
    for (let at: usize = 0; at < end; at += 16) {
      const n = f32x4.add(vBias, f32x4.mul(vAlpha, windowSum(scratch + at, radius)));
      const d = v128.load(dy + at);
      v128.store(ratios + at, f32x4.div(f32x4.mul(d, v128.load(y + at)), n));
      v128.store(dx + at, f32x4.mul(d, power(n, quarters)));
    }
    for (let at: usize = 0; at < end; at += 16) {
      const sum = f32x4.mul(windowSum(ratios0 + at, radius), v128.load(x + at));
      v128.store(dx + at, f32x4.add(v128.load(dx + at), f32x4.mul(factor, sum)));
    }
    x += end;
    y += end;
    dy += end;
    dx += end;
  }
}
