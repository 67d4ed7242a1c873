/**
 * The exponential functions, made of the operations that IEEE 754 rounds correctly, +, −, × and /:
 * the last digits of `Math.exp` depend on the engine and on the system's library of mathematics,
 * and these are the same everywhere.
 *
 * The algorithms and constants are those of FDLIBM (`e_exp.c`, `s_expm1.c`). Copyright 1993 by Sun
 * Microsystems, Inc. Permission to use, copy, modify, and distribute FDLIBM is freely granted,
 * provided that this notice is preserved.
 *
 * @module
 */

/** ln 2 in two parts, the first with few enough bits that its products with whole numbers are exact. */
export const LN2_HIGH = 6.93147180369123816490e-01;
/** What the first part lacks. */
export const LN2_LOW = 1.90821492927058770002e-10;

const LOG2_E = 1.44269504088896338700;

/** From here on, eˣ is beyond the largest number. */
const LARGEST = 7.09782712893383973096e+02;
/** Below this, eˣ is nearer to 0 than to the smallest number. */
const SMALLEST = -7.45133219101941108420e+02;

/** r·(eʳ + 1) / (eʳ − 1) = 2 + P1·r² + P2·r⁴ + … for |r| ≤ ½ ln 2. */
const P1 = 1.66666666666666019037e-01;
const P2 = -2.77777777770155933842e-03;
const P3 = 6.61375632143793436117e-05;
const P4 = -1.65339022054652515390e-06;
const P5 = 4.13813679705723846039e-08;

/** 6/r · ((eʳ + 1) / (eʳ − 1) − 2/r) = 1 + Q1·(r²/2) + Q2·(r²/2)² + … for |r| ≤ ½ ln 2. */
const Q1 = -3.33333333333331316428e-02;
const Q2 = 1.58730158725481460165e-03;
const Q3 = -7.93650757867487942473e-05;
const Q4 = 4.00821782732936239552e-06;
const Q5 = -2.01099218183624371326e-07;

/** The powers of two from 2⁻⁵³⁸ on. */
const powersOfTwo = new Float64Array(1051);
const one = 538;
powersOfTwo[one] = 1;
for (let k = one; k > 0; k--) powersOfTwo[k - 1] = powersOfTwo[k]! / 2;
for (let k = one; k < powersOfTwo.length - 1; k++) powersOfTwo[k + 1] = powersOfTwo[k]! * 2;

/** x·2ᵏ for whole k in [−1076, 1024], in two steps, of which only the second one may round. */
export function timesPowerOfTwo(x: number, k: number): number {
  const half = k >> 1;
  return x * powersOfTwo[one + half]! * powersOfTwo[one + k - half]!;
}

/** The whole number n for which x − n·ln 2 is small. */
function nearestPower(x: number): number {
  return Math.trunc(LOG2_E * x + (x < 0 ? -0.5 : 0.5));
}

/**
 * eˣ, to less than one unit in the last place.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { exp } from "lib/elementary/exp.ts";
 *
 * assertEquals(exp(-Infinity), 0);
 * assertEquals(exp(2), 7.38905609893065);
 * ```
 */
export function exp(x: number): number {
  if (x > LARGEST) return Infinity;
  if (x < SMALLEST) return 0;
  if (Number.isNaN(x)) return x;
  const n = nearestPower(x);
  const high = x - n * LN2_HIGH;
  const low = n * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c = r - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
  return timesPowerOfTwo(1 - (low - r * c / (2 - c) - high), n);
}

/**
 * eˣ − 1 for x in [−38, 44], to less than one unit in the last place, also near 0, where eˣ is nearly
 * 1.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { expm1 } from "lib/elementary/exp.ts";
 *
 * assertEquals(expm1(1e-10), 1.00000000005e-10);
 * ```
 */
export function expm1(x: number): number {
  const n = nearestPower(x);
  const high = x - n * LN2_HIGH;
  const low = n * LN2_LOW;
  const r = high - low;
  const lost = high - r - low;
  const half = 0.5 * r;
  const t = r * half;
  const p = 1 + t * (Q1 + t * (Q2 + t * (Q3 + t * (Q4 + t * Q5))));
  const q = 3 - p * half;
  const quotient = t * ((p - q) / (6 - r * q));
  if (n === 0) return r - (r * quotient - t);
  const rest = r * (quotient - lost) - lost - t; // r less what eʳ − 1 is
  if (n === -1) return 0.5 * (r - rest) - 0.5;
  if (n === 1) return r < -0.25 ? -2 * (rest - (r + 0.5)) : 1 + 2 * (r - rest);
  const power = powersOfTwo[one + n]!;
  if (n < 0 || n > 56) return (1 - (rest - r)) * power - 1;
  const inverse = powersOfTwo[one - n]!;
  // 1 is subtracted where that loses nothing: before the sum if 2⁻ⁿ is large, otherwise after it.
  if (n < 20) return (1 - inverse - (rest - r)) * power;
  return (r - (rest + inverse) + 1) * power;
}
