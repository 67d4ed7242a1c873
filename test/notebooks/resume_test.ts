import { assert, assertEquals, assertRejects } from "@std/assert";
import { runPoints } from "lib/sweep/run_points.ts";
import { sweepFunction } from "./sweep_function.ts";

/** Whether the sweep `resumed` has left a checkpoint in a folder. */
function hasCheckpoint(cacheDir: string): boolean {
  return [...Deno.readDirSync(cacheDir)].some(({ name }) =>
    [...Deno.readDirSync(`${cacheDir}/${name}`)].some((file) =>
      file.name.endsWith(".checkpoint.json")
    )
  );
}

Deno.test("a notebook's training, stopped half-way, ends bit for bit as without the stop", async () => {
  const experiment = await sweepFunction("20_13_grokking");
  const point = {
    name: "α = 4",
    examples: 200,
    testImages: 200,
    batchSize: 40,
    alpha: 4,
    weightDecay: 0.1,
    steps: 12_000, // seconds, so that the stop comes in time on a busy machine, too
    seed: 1,
  };
  /** Runs the point, and stops it where its progress passes a share. */
  async function run(cacheDir: string, stopAt: number) {
    const stop = new AbortController();
    const [result] = await runPoints([point], experiment, {
      name: "resumed",
      cacheDir,
      fresh: false,
      signal: stop.signal,
      onProgress({ fraction }) {
        if (fraction > stopAt) stop.abort(new Error("stopped half-way"));
      },
    });
    return result as { curve: { step: number }[] };
  }
  const uninterrupted = await run(await Deno.makeTempDir(), Infinity);
  const folder = await Deno.makeTempDir();
  // On a busy machine a point may not get to its checkpoint in the two seconds that a stop gives it.
  for (let attempt = 0; attempt < 10 && !hasCheckpoint(folder); attempt++) {
    await assertRejects(() => run(folder, 0.1), Error, "stopped half-way");
  }
  assert(hasCheckpoint(folder), "it was stopped too late");
  const resumed = await run(folder, Infinity);
  assertEquals(resumed.curve.at(-1)!.step, point.steps);
  assertEquals(resumed.curve, uninterrupted.curve);
});
