// @ts-nocheck: AssemblyScript, which has its own compiler and types.

/**
 * Activations and derivatives below this count as 0 in the kernels: the product of two numbers
 * above it is a normal float32 number, and some processors are 100 times slower on denormal ones.
 */
export const TINY: f32 = 1e-19;

/** Imported and always 0, which the compiler cannot know. */
declare const zero: i32;

/**
 * A constant in all lanes. V8 would recreate a plain constant at each use, in three instructions;
 * it keeps this one in a register, which makes short loops 1.5 times as fast.
 */
export function constant(value: f32): v128 {
  return i32x4.splat(reinterpret<i32>(value) ^ zero);
}

/** Clears the lanes of `x` below `bound`; NaN lanes are kept. */
export function clearBelow(x: v128, bound: v128): v128 {
  return v128.andnot(x, f32x4.lt(x, bound));
}

/** Clears the lanes of `x` whose absolute value is below `bound`; NaN lanes are kept. */
export function clearTiny(x: v128, bound: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), bound));
}

/** a·b + c, rounded once if the engine and the processor support it. */
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
