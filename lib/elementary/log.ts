/**
 * The logarithm, made of the operations that IEEE 754 rounds correctly: the last digits of
 * `Math.log` depend on the engine and on the system's library of mathematics, and these are the same
 * everywhere.
 *
 * The algorithm and constants are those of FDLIBM (`e_log.c`). Copyright 1993 by Sun Microsystems,
 * Inc. Permission to use, copy, modify, and distribute FDLIBM is freely granted, provided that this
 * notice is preserved.
 *
 * @module
 */
import { LN2_HIGH, LN2_LOW, timesPowerOfTwo } from "./exp.ts";

/** ln((1 + s) / (1 − s)) = 2s + s·(L1·s² + L2·s⁴ + …). */
const L1 = 6.666666666666735130e-01;
const L2 = 3.999999999940941908e-01;
const L3 = 2.857142874366239149e-01;
const L4 = 2.222219843214978396e-01;
const L5 = 1.818357216161805012e-01;
const L6 = 1.531383769920937332e-01;
const L7 = 1.479819860511658591e-01;

// The halves of a number; the upper one has the sign, the exponent (11 bits) and the first 20 bits.
const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);
const upper = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0; // by the order of bytes

/** The first bits of √2 after the point; a fraction above them is halved. */
const ROOT = 0x6a09c;

/** Numbers that are as near to 1 need but two terms of the series. */
const NEAR = 1 / 2 ** 20;

const SMALLEST_NORMAL = 1 / 2 ** 1022;

/**
 * ln x, to less than one unit in the last place; −∞ at 0, NaN below.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { log } from "lib/elementary/log.ts";
 *
 * assertEquals(log(1), 0);
 * assertEquals(log(10), 2.302585092994046);
 * ```
 */
export function log(x: number): number {
  if (x === 0) return -Infinity;
  if (!(x > 0 && x < Infinity)) return x === Infinity ? x : NaN;
  if (x < SMALLEST_NORMAL) return log(timesPowerOfTwo(x, 54)) - 54 * Math.LN2;
  // x = 2ⁿ·(1 + f) with 1 + f in [√½, √2].
  number[0] = x;
  const high = words[upper]!;
  const bits = high & 0xfffff;
  const n = (high >>> 20) - 1023 + (bits >= ROOT ? 1 : 0);
  const f = timesPowerOfTwo(x, -n) - 1;
  if (Math.abs(f) < NEAR) {
    const r = f * f * (0.5 - 0.33333333333333333 * f);
    return n * LN2_HIGH - (r - n * LN2_LOW - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (L2 + w * (L4 + w * L6));
  const odd = z * (L1 + w * (L3 + w * (L5 + w * L7)));
  const r = odd + even;
  // Near √½ and √2, half the square of f is added apart.
  if (bits >= 0x6147a && bits <= 0x6b851) {
    const square = 0.5 * f * f;
    return n * LN2_HIGH - (square - (s * (square + r) + n * LN2_LOW) - f);
  }
  return n * LN2_HIGH - (s * (f - r) - n * LN2_LOW - f);
}
