/** (asin x − x) / x³ = P(x²) / Q(x²) for |x| ≤ ½; the constants are those of FDLIBM (`e_asin.c`). */
const P0 = 1.66666666666666657415e-01;
const P1 = -3.25565818622400915405e-01;
const P2 = 2.01212532134862925881e-01;
const P3 = -4.00555345006794114027e-02;
const P4 = 7.91534994289814532176e-04;
const P5 = 3.47933107596021167570e-05;
const Q1 = -2.40339491173441421878e+00;
const Q2 = 2.02094576023350569471e+00;
const Q3 = -6.88283971605453293030e-01;
const Q4 = 7.70381505559019352791e-02;

/**
 * asin x for x in [−1, 1], to two units in the last place and, unlike `Math.asin`, with the same
 * last digit everywhere.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { asin } from "lib/elementary/asin.ts";
 *
 * assertEquals(asin(1), Math.PI / 2);
 * assertEquals(asin(-0.5), -0.5235987755982989);
 * ```
 */
export function asin(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.5) return asinNearZero(x);
  const angle = Math.PI / 2 - 2 * asinNearZero(Math.sqrt((1 - size) / 2));
  return x < 0 ? -angle : angle;
}

function asinNearZero(x: number): number {
  const t = x * x;
  const p = t * (P0 + t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5)))));
  const q = 1 + t * (Q1 + t * (Q2 + t * (Q3 + t * Q4)));
  return x + x * (p / q);
}
