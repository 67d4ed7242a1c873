import { assertEquals, assertThrows } from "@std/assert";
import { firstCrossing } from "lib/analysis/crossing.ts";

Deno.test("firstCrossing() finds where 1 − e⁻ˣ reaches 1 − 1/e, the next place after 1", () => {
  const x = Array.from({ length: 100 }, (_, i) => 0.07 * i);
  const y = x.map((x) => 1 - Math.exp(-x));
  assertEquals(firstCrossing(x, y, 1 - 1 / Math.E), 0.07 * 15);
});

Deno.test("firstCrossing() takes the first of several crossings, whatever the end is", () => {
  const x = Array.from({ length: 1000 }, (_, i) => i);
  const y = x.map((x) => Math.sin(2 * Math.PI * x / 200)); // 1/2 at 200/12 = 16.7 and later again
  assertEquals(firstCrossing(x, y, 0.5), 17);
});

Deno.test("firstCrossing() counts a value equal to the threshold, and the start", () => {
  assertEquals(firstCrossing([3, 4], [0.5, 0.9], 0.5), 3);
});

Deno.test("firstCrossing() is Infinity where the threshold is never reached, and past NaN", () => {
  assertEquals(firstCrossing([0, 1, 2], [0, 0.98, NaN], 0.99), Infinity);
  assertEquals(firstCrossing([0, 1, 2], [NaN, NaN, 1], 0.99), 2);
  assertEquals(firstCrossing([], [], 0), Infinity);
});

Deno.test("firstCrossing() refuses lists of different length", () => {
  assertThrows(() => firstCrossing([1, 2], [1], 0), RangeError, "2 and 1");
});
