// @ts-nocheck: AssemblyScript, which has its own compiler and types.
import { clearTiny, constant, fma, TINY } from "./simd.ts";

// eˣ = 2ⁿ·eʳ with an integer n and |r| ≤ ½ ln 2. The constants are defined before the loops, since
// V8 would recreate them in each iteration.

/** Adding 1.5·2²³ rounds to an integer, which is then in the lowest bits. */
const SHIFT: f32 = 12582912;
const LOG2_E: f32 = 1.44269504;
/** −ln 2 in two parts, the first with few enough bits that its product with n is exact. */
const HIGH: f32 = -0.693359375;
const LOW: f32 = 2.12194440e-4;
/** eʳ = 1 + r + r²·(C2 + C3·r + …) to 4·10⁻⁹, by a weighted fit. */
const C2: f32 = 0.49999994;
const C3: f32 = 0.1666652;
const C4: f32 = 0.041668396;
const C5: f32 = 0.008368797;
const C6: f32 = 0.0013814433;

/** eʳ − 1 for r = x + n·(HIGH + LOW). */
function expm1Rest(
  x: v128,
  n: v128,
  high: v128,
  low: v128,
  c2: v128,
  c3: v128,
  c4: v128,
  c5: v128,
  c6: v128,
): v128 {
  const r = fma(n, low, fma(n, high, x));
  const p = fma(r, fma(r, fma(r, fma(r, c6, c5), c4), c3), c2);
  // Not r²·p, since r² can be denormal.
  return fma(f32x4.mul(r, p), r, r);
}

/** x ← eˣ for x up to 87; 0 for x below −87. */
export function exponentials(x: usize, length: i32): void {
  const shift = constant(SHIFT);
  const log2e = constant(LOG2_E);
  const high = constant(HIGH);
  const low = constant(LOW);
  const c2 = constant(C2);
  const c3 = constant(C3);
  const c4 = constant(C4);
  const c5 = constant(C5);
  const c6 = constant(C6);
  const one = constant(1);
  const lowest = constant(-87);
  for (const end = x + (<usize> length << 2); x < end; x += 16) {
    const value = v128.load(x);
    const shifted = fma(value, log2e, shift);
    const rest = expm1Rest(value, f32x4.sub(shifted, shift), high, low, c2, c3, c4, c5, c6);
    const power = i32x4.add(i32x4.shl(shifted, 23), one);
    v128.store(x, v128.andnot(fma(power, rest, power), f32x4.lt(value, lowest)));
  }
}

/** x ← tanh x = −m / (2 + m) with m = e⁻²ˣ − 1, for x ≥ 0; the sign is restored afterwards. */
export function hyperbolicTangents(x: usize, length: i32): void {
  const shift = constant(SHIFT);
  const log2e = constant(LOG2_E);
  const high = constant(HIGH);
  const low = constant(LOW);
  const c2 = constant(C2);
  const c3 = constant(C3);
  const c4 = constant(C4);
  const c5 = constant(C5);
  const c6 = constant(C6);
  const one = constant(1);
  // From 9.02 on, tanh is 1 in single precision.
  const largest = constant(10);
  const two = constant(2);
  const minusTwo = constant(-2);
  const sign = constant(-0.0);
  const tiny = constant(TINY);
  for (const end = x + (<usize> length << 2); x < end; x += 16) {
    const value = v128.load(x);
    const twice = f32x4.mul(f32x4.pmin(v128.andnot(value, sign), largest), minusTwo);
    const shifted = fma(twice, log2e, shift);
    const rest = expm1Rest(twice, f32x4.sub(shifted, shift), high, low, c2, c3, c4, c5, c6);
    const power = i32x4.add(i32x4.shl(shifted, 23), one);
    const m = fma(power, rest, f32x4.sub(power, one));
    const size = v128.andnot(f32x4.div(m, f32x4.add(two, m)), sign);
    v128.store(x, clearTiny(v128.or(size, v128.and(value, sign)), tiny));
  }
}
