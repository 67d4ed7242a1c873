import { assertEquals } from "@std/assert";
import type { Execution } from "lib/cli/execution.ts";
import { lines } from "lib/lines.ts";
import { describe, stateLines } from "lib/cli/status_line.ts";

function execution(
  figure: string,
  state: Execution["state"],
  more: Partial<Execution> = {},
): Execution {
  const notebook = { figure, stem: figure, path: figure };
  const neighbors = { previous: undefined, next: undefined };
  return { notebook, neighbors, expected: undefined, share: 0, state, ...more };
}

const list = [
  execution("20.1", "done"),
  execution("20.2", "running", { share: 0.55, note: "fig-20-2 · 5 of 9 runs done" }),
  execution("20.10", "waiting"),
];

Deno.test("describe() tells what is done and running, and the time left if it is known", () => {
  assertEquals(describe(list, undefined), "1 of 3 done · 1 waiting · 20.2 55 %");
  assertEquals(describe(list, 125), "1 of 3 done · 1 waiting · about 2 min 5 s left · 20.2 55 %");
});

Deno.test("stateLines() gives each running notebook a bar", () => {
  assertEquals(stateLines(list, 60), [
    "20.2   ███████████░░░░░░░░░  55 %  fig-20-2 · 5 of 9 runs done",
    "1 of 3 done · 1 waiting · about 1 min left",
  ]);
});

Deno.test("lines() joins what comes in pieces, and keeps a last line without an end", async () => {
  const pieces = ["one\ntw", "o\nth", "r\u00e9e"].map((text) => new TextEncoder().encode(text));
  const found = await Array.fromAsync(lines(ReadableStream.from(pieces)));
  assertEquals(found, ["one", "two", "thr\u00e9e"]);
});
