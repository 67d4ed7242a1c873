import { asin } from "lib/elementary/asin.ts";
import { exp } from "lib/elementary/exp.ts";
import { log } from "lib/elementary/log.ts";
import { power } from "lib/elementary/power.ts";
import { tanh } from "lib/elementary/tanh.ts";

/** Values of all elementary functions at some thousand places. */
export function elementaryValues(): Float64Array {
  const places = Array.from({ length: 4000 }, (_, i) => (i - 1999.5) / 100);
  return Float64Array.from(
    places.flatMap((x) => [
      exp(x),
      log(Math.abs(x)),
      tanh(x / 4),
      asin(x / 20),
      power(Math.abs(x), x / 10),
    ]),
  );
}
