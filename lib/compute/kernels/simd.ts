// @ts-nocheck: AssemblyScript, which has its own compiler and types.

/**
 * Activations and derivatives below this count as 0 in the kernels: products of two numbers above
 * it are normal float32 numbers, and on denormal ones some processors are 100 times slower.
 */
export const TINY: f32 = 1e-19;

/** Clears the lanes of `x` below `bound`; lanes that are NaN stay. */
export function clearBelow(x: v128, bound: v128): v128 {
  return v128.andnot(x, f32x4.lt(x, bound));
}

/** Clears the lanes of `x` that are smaller in size than `bound`; lanes that are NaN stay. */
export function clearTiny(x: v128, bound: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), bound));
}

/** a·b + c, rounded once where the engine and the processor can. */
export function fma(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Sum of the four lanes. */
export function sumLanes(x: v128): f32 {
  const pairs = f32x4.add(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** The largest of the four lanes, in all lanes. */
export function maxLanes(x: v128): v128 {
  const pairs = f32x4.pmax(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1));
  return f32x4.pmax(pairs, v128.shuffle<f32>(pairs, pairs, 1, 0, 3, 2));
}

/**
 * eˣ for x ≤ 87, exactly 0 for x < −87: 2ⁿ·eʳ with an integer n and |r| ≤ ½ ln 2, eʳ by its series
 * to r⁷, whose rest is below a tenth of a float32's last place.
 */
export function exp(x: v128): v128 {
  // Adding 1.5·2²³ rounds to an integer, which then stands in the last bits.
  const shift = f32x4.splat(12582912);
  const shifted = fma(x, f32x4.splat(1.44269504), shift);
  const n = f32x4.sub(shifted, shift);
  // ln 2 in two parts, the first with few enough bits for n times it to be exact.
  let r = fma(n, f32x4.splat(-0.693359375), x);
  r = fma(n, f32x4.splat(2.12194440e-4), r);
  let p = fma(r, f32x4.splat(1.0 / 5040), f32x4.splat(1.0 / 720));
  p = fma(r, p, f32x4.splat(1.0 / 120));
  p = fma(r, p, f32x4.splat(1.0 / 24));
  p = fma(r, p, f32x4.splat(1.0 / 6));
  p = fma(r, p, f32x4.splat(0.5));
  p = fma(f32x4.mul(r, r), p, r);
  p = f32x4.add(p, f32x4.splat(1));
  const power = i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(0x3f800000));
  return v128.andnot(f32x4.mul(p, power), f32x4.lt(x, f32x4.splat(-87)));
}
