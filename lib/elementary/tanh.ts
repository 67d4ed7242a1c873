import { expm1 } from "./exp.ts";

/** Numbers below this are their own tangents. */
const SMALL = 1 / 2 ** 28;

/**
 * tanh x, to two units in the last place and, unlike `Math.tanh`, with the same last digit
 * everywhere. The algorithm is that of FDLIBM (`s_tanh.c`).
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { tanh } from "lib/elementary/tanh.ts";
 *
 * assertEquals(tanh(-40), -1);
 * assertEquals(tanh(1e-10), 1e-10);
 * ```
 */
export function tanh(x: number): number {
  if (Math.abs(x) < SMALL) return x;
  const size = tanhOfSize(Math.abs(x));
  return x < 0 ? -size : size;
}

/** tanh x = 1 − 2 / (e²ˣ + 1) for x ≥ 0. */
function tanhOfSize(x: number): number {
  if (x >= 22) return 1;
  if (x >= 1) return 1 - 2 / (expm1(2 * x) + 2);
  const m = expm1(-2 * x);
  return -m / (m + 2);
}
