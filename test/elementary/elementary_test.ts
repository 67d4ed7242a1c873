import { assert, assertEquals } from "@std/assert";
import fixtures from "./fixtures/elementary.json" with { type: "json" };
import { asin } from "lib/elementary/asin.ts";
import { exp, expm1 } from "lib/elementary/exp.ts";
import { log } from "lib/elementary/log.ts";
import { power } from "lib/elementary/power.ts";
import { tanh } from "lib/elementary/tanh.ts";

/** How many representable numbers lie between two numbers. */
function placesApart(a: number, b: number): number {
  const bits = new BigInt64Array(Float64Array.of(Math.abs(a), Math.abs(b)).buffer);
  return a * b < 0 ? Infinity : Math.abs(Number(bits[0]! - bits[1]!));
}

const functions = { exp, expm1, log, tanh, asin };
const mostApart = { exp: 1, expm1: 1, log: 1, tanh: 2, asin: 2 };

for (const [name, values] of Object.entries(fixtures)) {
  const key = name as keyof typeof functions;
  Deno.test(`${name}() is at most ${mostApart[key]} in the last place from the nearest number`, () => {
    const fn = functions[key];
    assert(values.length >= 60);
    for (const [x, expected] of values as [number, number][]) {
      assert(
        placesApart(fn(x), expected) <= mostApart[key],
        `${name}(${x}) is ${expected}, not ${fn(x)}`,
      );
    }
  });
}

Deno.test("elementary functions at the ends of the numbers", () => {
  assertEquals([710, 709.78, -745.13, -746, Infinity, -Infinity].map(exp), [
    Infinity,
    1.7928227943945155e308,
    5e-324,
    0,
    Infinity,
    0,
  ]);
  assertEquals([0, 1, Infinity, -1].map(log), [-Infinity, 0, Infinity, NaN]);
  assertEquals([-0, 0, 30, -30, Infinity].map(tanh), [-0, 0, 1, -1, 1]);
  assertEquals([1, -1, -0].map(asin), [Math.PI / 2, -Math.PI / 2, -0]);
  assertEquals([exp, log, tanh, asin].map((fn) => fn(NaN)), [NaN, NaN, NaN, NaN]);
});

Deno.test("power() is exact for small whole powers, and its error else some places", () => {
  assertEquals([power(3, 4), power(-2, 5), power(2, -3), power(0, 0)], [81, -32, 0.125, 1]);
  assertEquals([power(10, 22), power(10, 15)], [1e22, 1e15]);
  for (let i = 0; i < 100; i++) {
    const exponent = (i - 50) / 7;
    assert(Math.abs(power(10, exponent) / 10 ** exponent - 1) < 1e-15);
    assert(Math.abs(power(0.999, i * i) / 0.999 ** (i * i) - 1) < 1e-13);
  }
});
