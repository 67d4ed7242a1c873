import { assertAlmostEquals } from "@std/assert";
import { makespan } from "./makespan.ts";

const equal = (count: number, seconds: number) => Array.from({ length: count }, () => seconds);

Deno.test("makespan() is that of the rounds of equal points, or of the scheduler if they are short", () => {
  assertAlmostEquals(makespan(equal(12, 5), 4, 0), 3 * 5);
  assertAlmostEquals(makespan(equal(10, 5), 100, 0), 5);
  // One worker waits for the scheduler each time; a hundred that are faster than it, never in a queue.
  assertAlmostEquals(makespan(equal(10, 5), 1, 2), 10 * (2 + 5));
  assertAlmostEquals(makespan(equal(1000, 1), 100, 0.1), 1000 * 0.1 + 1);
});

Deno.test("makespan() keeps the order of the points", () => {
  assertAlmostEquals(makespan([1, 1, 8], 2, 0), 9);
  assertAlmostEquals(makespan([8, 1, 1], 2, 0), 8);
});
