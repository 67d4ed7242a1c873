import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { savedResults, saveResults } from "lib/notebook/results.ts";
import { UserError } from "lib/errors.ts";

const columns = {
  date: "text",
  seed: "integer",
  start: "text",
  norm: { min: 0, max: 100 },
} as const;

Deno.test("saveResults() writes what savedResults() reads, in place of an earlier run", async () => {
  const folder = `${await Deno.makeTempDir()}/results/`;
  const rows = [{ seed: 1, start: "He, × 8", norm: 93.7 }, { seed: 2, start: "he", norm: 11 }];
  await saveResults("run", [{ seed: 0, other: 1 }], folder);
  await saveResults("run", rows, folder);
  const saved = await savedResults("run", columns, folder);
  assertMatch(saved[0]!.date, /^20\d\d-\d\d-\d\d$/);
  assertEquals(saved.map(({ date: _, ...row }) => row), rows);
  assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["run.csv"]);
});

Deno.test("savedResults() has no rows where there was no run, and refuses a damaged file", async () => {
  const folder = `${await Deno.makeTempDir()}/`;
  assertEquals(await savedResults("run", columns, folder), []);
  await Deno.writeTextFile(`${folder}run.csv`, "date,start,seed,norm\n2026-01-01,he,one,1\n");
  await assertRejects(() => savedResults("run", columns, folder), UserError, 'seed is "one"');
});
