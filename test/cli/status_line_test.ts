import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { Execution } from "lib/cli/execution.ts";
import { lines } from "lib/lines.ts";
import { describe, secondsLeft } from "lib/cli/status_line.ts";

function execution(
  figure: string,
  state: Execution["state"],
  more: Partial<Execution> = {},
): Execution {
  const notebook = { figure, stem: figure, path: figure };
  const neighbors = { previous: undefined, next: undefined };
  return { notebook, neighbors, expected: undefined, share: 0, state, ...more };
}

Deno.test("secondsLeft() divides the rest by the number of jobs", () => {
  const list = [10, 20, 30].map((expected) => execution("20.1", "waiting", { expected }));
  assertEquals(secondsLeft(list, 1), 60);
  assertEquals(secondsLeft(list, 2), 30);
  assertEquals(secondsLeft(list, 8), 30); // the longest one takes that long alone
});

Deno.test("secondsLeft() goes by the finished share of a running notebook", () => {
  const running = execution("20.1", "running", { share: 0.25, started: 0, expected: 1000 });
  assertAlmostEquals(secondsLeft([running], 2, 10_000)!, 30);
  const done = execution("20.2", "done");
  assertAlmostEquals(secondsLeft([running, done], 2, 10_000)!, 30);
});

Deno.test("secondsLeft() is undefined while a length is unknown", () => {
  assertEquals(secondsLeft([execution("20.1", "waiting")], 1), undefined);
});

Deno.test("describe() tells what is done and running", () => {
  const list = [
    execution("20.1", "done"),
    execution("20.2", "running", { share: 0.5 }),
    execution("20.3", "waiting"),
  ];
  assertEquals(describe(list, 2), "1 of 3 done · 20.2 50 %");
});

Deno.test("lines() joins what comes in pieces, and keeps a last line without an end", async () => {
  const pieces = ["one\ntw", "o\nth", "r\u00e9e"].map((text) => new TextEncoder().encode(text));
  const found = await Array.fromAsync(lines(ReadableStream.from(pieces)));
  assertEquals(found, ["one", "two", "thr\u00e9e"]);
});
