import { assertEquals } from "@std/assert";
import { catalogue } from "lib/cli/catalogue.ts";
import type { Execution } from "lib/cli/execution.ts";
import { readResult } from "lib/cli/result.ts";
import { summary } from "lib/cli/summary.ts";

/** The committed run of a figure as one that has just ended. */
async function committedRun(figure: string): Promise<Execution> {
  const notebook = (await catalogue()).find((some) => some.figure === figure)!;
  const result = await readResult(notebook, notebook.path, "standard", 1);
  const neighbors = { previous: undefined, next: undefined };
  return { notebook, neighbors, expected: 1, state: "done", share: 1, memory: 1.24e9, result };
}

Deno.test("summary() tells that a run is the committed one, and what memory it took", async () => {
  const run = await committedRun("20.3");
  assertEquals(await summary([run], { scale: "standard", update: false }), [
    "Claims: 4 supported, 2 not supported, 0 not tested.",
    "All measurements are those of the committed notebooks.",
    "Most memory of a notebook: 1.2 GB, in 20.3.",
  ]);
  const ofQuickRun = await summary([run], { scale: "quick", update: false });
  assertEquals(ofQuickRun.length, 2); // none is committed at that scale
});

Deno.test("summary() compares no run that has replaced the committed one", async () => {
  const run = await committedRun("20.3");
  const [, line] = await summary([run], { scale: "standard", update: true });
  assertEquals(
    line,
    "They are the committed notebooks now; version control tells what has changed.",
  );
});

Deno.test("summary() names what differs, and by how much", async () => {
  const run = await committedRun("20.3");
  const [first, second, ...rest] = run.result!.claims;
  const claims = [
    { ...first!, measured: first!.measured.replace(/\d+/, (digits) => String(2 * Number(digits))) },
    { ...second!, verdict: "not tested", expected: "not tested" } as const,
    ...rest,
  ];
  Object.assign(run, { result: { ...run.result!, claims } });
  const [, line] = await summary([run], { scale: "standard", update: false });
  assertEquals(
    line,
    `Other than in the committed notebooks: 20.3 in the verdict of ${second!.id} and ` +
      "1 measurement, by at most 50.0 %.",
  );
});
