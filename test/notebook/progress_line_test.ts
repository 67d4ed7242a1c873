import { assertEquals } from "@std/assert";
import { duration, progressLine } from "lib/notebook/progress_line.ts";

Deno.test("duration() is in seconds, minutes and hours, rounded to the second", () => {
  const texts = [
    [0, "0 s"],
    [0.4, "0 s"],
    [1.6, "2 s"],
    [59.4, "59 s"],
    [59.6, "1 min"],
    [61, "1 min 1 s"],
    [125, "2 min 5 s"],
    [120, "2 min"],
    [3599.7, "1 h 0 min"],
    [3600, "1 h 0 min"],
    [7500, "2 h 5 min"],
    [90061, "25 h 1 min"],
  ] as const;
  for (const [seconds, text] of texts) assertEquals(duration(seconds), text);
});

Deno.test("progressLine() takes NaN, the share of no work, and shares outside [0, 1]", async () => {
  const line = await progressLine("Nothing");
  for (const share of [0 / 0, -1, 2, Infinity]) await line.update(share);
  await line.done("Nothing was to be done.");
});
