import { assert, assertEquals, assertThrows } from "@std/assert";
import { logSteps } from "lib/analysis/log_steps.ts";

Deno.test("logSteps() gives multiples of the unit, as close as the ratio asks and no closer", () => {
  const steps = logSteps(5, 100_000, 1.05);
  assertEquals([steps.slice(0, 5), steps.at(-1)], [[0, 5, 10, 15, 20], 100_000]);
  for (const [i, step] of steps.entries()) {
    assertEquals(step % 5, 0);
    const before = steps[i - 1];
    if (!before || step === 100_000) continue;
    assert(step >= 1.05 * before || step === before + 5, `${before}, ${step}`);
    assert(step < 1.05 * before + 5, `${before}, ${step}`);
  }
});

Deno.test("logSteps() ends at the last step, which need not be a multiple", () => {
  assertEquals(logSteps(10, 25, 1.5), [0, 10, 20, 25]);
  assertEquals(logSteps(10, 20, 1.5), [0, 10, 20]);
  assertEquals(logSteps(10, 5, 2), [0, 5]);
  assertEquals(logSteps(10, 0, 2), [0]);
});

Deno.test("logSteps() refuses a ratio that would not move on, and a unit that is none", () => {
  assertThrows(() => logSteps(5, 10, 1), RangeError, "ratio 1");
  assertThrows(() => logSteps(0, 10, 2), RangeError, "unit 0");
  assertThrows(() => logSteps(0.5, 10, 2), RangeError, "unit 0.5");
});
