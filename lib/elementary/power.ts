import { exp } from "./exp.ts";
import { log } from "./log.ts";

/**
 * A power of a positive number, or a whole power of any: like `**`, whose last digits depend on the
 * engine and on the system's library of mathematics, and these are the same everywhere. Whole powers
 * are products.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { power } from "lib/elementary/power.ts";
 *
 * assertEquals(power(-2, 3), -8);
 * assertEquals(power(10, -2), 0.01);
 * assertAlmostEquals(power(2, 0.5), Math.SQRT2, 1e-15);
 * ```
 */
export function power(base: number, exponent: number): number {
  if (exponent < 0) return 1 / power(base, -exponent);
  const whole = Math.floor(exponent);
  const fraction = exponent - whole;
  const rest = fraction === 0 ? 1 : exp(fraction * log(base));
  return rest * wholePower(base, whole);
}

/** The product of powers base¹, base², base⁴, … that the exponent's binary digits choose. */
function wholePower(base: number, exponent: number): number {
  let product = 1;
  let factor = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) product *= factor;
    factor *= factor;
  }
  return product;
}
