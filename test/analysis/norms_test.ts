import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { distance, norm } from "lib/analysis/norms.ts";

Deno.test("norm() sums in double precision", () => {
  // In single precision the sum of the squares would stop at 2²⁴.
  assertEquals(norm(new Float32Array(2 ** 25).fill(1)), 2 ** 12.5);
  assertEquals(norm(new Float32Array(0)), 0);
});

Deno.test("distance() is the norm of the difference, and knows the law of cosines", () => {
  const [a, b] = [new Float32Array([1, 2, -2]), new Float32Array([4, -1, 0])];
  const inner = 1 * 4 + 2 * -1 + -2 * 0;
  assertAlmostEquals(distance(a, b) ** 2, norm(a) ** 2 + norm(b) ** 2 - 2 * inner, 1e-12);
  assertEquals(distance(a, a), 0);
});

Deno.test("distance() refuses vectors of different length", () => {
  assertThrows(() => distance(new Float32Array(2), new Float32Array(3)), RangeError, "2 and 3");
});
