import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { Execution } from "lib/cli/execution.ts";
import type { Result } from "lib/cli/result.ts";
import { fallingTimeLeft, secondsLeft } from "lib/cli/time_left.ts";

function execution(expected: number | undefined, more: Partial<Execution> = {}): Execution {
  const notebook = { figure: "20.1", stem: "20.1", path: "20.1" };
  const neighbors = { previous: undefined, next: undefined };
  const waiting = { share: 0, state: "waiting", isFromHere: true } as const;
  return { notebook, neighbors, expected, ...waiting, ...more };
}

/** A result of a run of so many seconds. */
function result(seconds: number, more: Partial<Result> = {}): Result {
  return { seconds, ...more } as Result;
}

Deno.test("secondsLeft() gives each waiting notebook to the first job that is free", () => {
  const list = [50, 40, 30].map((seconds) => execution(seconds));
  assertEquals(secondsLeft(list, 1, 0), 120);
  assertEquals(secondsLeft(list, 2, 0), 70);
  assertEquals(secondsLeft(list, 8, 0), 50);
  assertEquals(secondsLeft(list, 10_000_000, 0), 50);
  assertEquals(secondsLeft([], 8, 0), 0);
});

Deno.test("secondsLeft() goes by what a running notebook took last time, then by its share", () => {
  const running = execution(100, { state: "running", share: 0.5, started: 0 });
  assertEquals(secondsLeft([running], 1, 60_000), 40);
  assertEquals(secondsLeft([running], 1, 120_000), 120); // as long again as until now
  const other = execution(undefined, { state: "running", share: 0.25, started: 0 });
  assertEquals(secondsLeft([other], 1, 10_000), 30);
});

Deno.test("secondsLeft() scales the times of another machine by the first results", () => {
  const committed = { isFromHere: false };
  const first = execution(10, { ...committed, state: "done", result: result(30) });
  const waiting = execution(100, committed);
  const known = execution(20);
  assertEquals(secondsLeft([first, waiting], 1, 0), 300);
  assertEquals(secondsLeft([first, waiting, known], 1, 0), 320);
  assertEquals(secondsLeft([waiting, known], 1, 0), undefined);
});

Deno.test("secondsLeft() does not scale by results from the cache, or of a failure", () => {
  const committed = { isFromHere: false, state: "done" } as const;
  const waiting = execution(100, { isFromHere: false });
  for (const more of [{ cached: 3 }, { error: "no more" }]) {
    const ended = execution(10, { ...committed, result: result(1, more) });
    assertEquals(secondsLeft([ended, waiting], 1, 0), undefined);
  }
});

/** The time left, each second of a run of notebooks that take so long, one at a time. */
function shownTimes(expected: number, lengths: readonly number[]): number[] {
  const list = lengths.map(() => execution(expected, { isFromHere: false }));
  const left = fallingTimeLeft(list, 1);
  const shown: number[] = [];
  let start = 0;
  for (const [i, length] of lengths.entries()) {
    const current = list[i]!;
    Object.assign(current, { state: "running", started: 1000 * start });
    for (let second = 0; second < length; second++) {
      current.share = Math.sqrt(second / length); // far from even
      shown.push(left(1000 * (start + second)) ?? Infinity);
    }
    Object.assign(current, { state: "done", result: result(length) });
    start += length;
  }
  shown.push(left(1000 * start)!);
  return shown;
}

for (
  const [name, expected, lengths] of [
    ["as long as expected", 10, [10, 10, 10, 10]],
    ["half as long", 20, [10, 10, 10, 10]],
    ["longer and longer", 10, [10, 20, 40, 80]],
    ["shorter and shorter", 80, [80, 40, 20, 10]],
  ] as const
) {
  Deno.test(`fallingTimeLeft() never rises where notebooks take ${name}, and ends at 0`, () => {
    const shown = shownTimes(expected, lengths);
    for (const [i, seconds] of shown.entries()) {
      assert(i === 0 || seconds <= shown[i - 1]!, `second ${i}: ${shown[i - 1]} → ${seconds}`);
    }
    assertEquals(shown.at(-1), 0);
    assertEquals(shown[0], Infinity);
  });
}

Deno.test("fallingTimeLeft() is right from the first result on where the rest is as expected", () => {
  const shown = shownTimes(10, [20, 20, 20]);
  for (let second = 21; second <= 60; second++) assertAlmostEquals(shown[second]!, 60 - second);
});
