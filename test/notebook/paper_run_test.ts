import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { UserError } from "lib/errors.ts";
import { claims } from "lib/notebook/claims.ts";
import { type Claim, judge } from "lib/notebook/judge.ts";
import { keepPaperRun, keptPaperRuns } from "lib/notebook/paper_run.ts";
import { setup } from "lib/notebook/session.ts";

function claim(id: string, holds: boolean): Claim {
  return {
    id,
    kind: "control",
    statement: `${id}, "as they say", is true.`,
    measured: "|v| = 2, or 3",
    threshold: "< 3",
    reason: "small data",
    holds: () => holds,
  };
}

/** The verdicts of some claims at paper scale. */
function judged(...list: Claim[]) {
  return judge(list, "paper", "too small");
}

const oneSeed = ["seeds = [1] in place of [1, 2]", "epochs = 5 in place of 50"];

Deno.test("keepPaperRun() keeps what keptPaperRuns() reads, with reasons where they say something", async () => {
  const folder = `${await Deno.makeTempDir()}/`;
  const list = judged(claim("good", true), claim("bad", false));
  await keepPaperRun({ name: "run", seeds: [1] }, list, oneSeed, folder);
  const [run] = await keptPaperRuns("run", folder);
  assertMatch(
    run!.heading,
    /^\*\*The same at the paper’s scale, with changes\*\* · seed 1 · `seeds = \[1\] in place of \[1, 2\]; epochs = 5 in place of 50` · \d+ s of computing on 20\d\d-\d\d-\d\d$/,
  );
  assertEquals(
    run!.claims,
    list.map(({ expected: _expected, values: _values, ...kept }) => ({
      ...kept,
      reason: kept.id === "good" ? undefined : "small data",
    })),
  );
});

Deno.test("keepPaperRun() replaces an earlier run with the same changes, and no other", async () => {
  const folder = `${await Deno.makeTempDir()}/`;
  const keep = (seeds: number[], holds: boolean, changes: string[]) =>
    keepPaperRun({ name: "run", seeds }, judged(claim("a", holds)), changes, folder);
  await keep([1], false, oneSeed);
  await keep([1, 2], false, []);
  await keep([1], true, oneSeed);
  const runs = await keptPaperRuns("run", folder);
  assertEquals(runs.map(({ claims: [only] }) => only!.verdict), ["not supported", "supported"]);
  assertStringIncludes(runs[0]!.heading, "paper’s scale** · seeds 1, 2 · 0 s");
});

Deno.test("keepPaperRun() loses nothing of a file that it cannot read", async () => {
  const folder = `${await Deno.makeTempDir()}/`;
  const other = "date,id\n2026-01-01,a\n";
  await Deno.writeTextFile(`${folder}run.csv`, other);
  const keep = keepPaperRun({ name: "run", seeds: [1] }, judged(claim("a", true)), [], folder);
  await assertRejects(() => keep, UserError, "there is no column seeds");
  assertEquals(await Deno.readTextFile(`${folder}run.csv`), other);
});

Deno.test("claims() keeps nothing of a run that is not at paper scale", async () => {
  await setup({ figure: "20.5", seed: 1, scale: "standard" });
  const paperRun = { name: "20_99_of_a_test", seeds: [1] };
  await claims([claim("a", true)], { paperRun });
  assertEquals(await keptPaperRuns(paperRun.name), []);
});
