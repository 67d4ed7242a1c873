import type { SweepContext } from "lib/sweep/context.ts";
import type { SweepProgress } from "lib/sweep/track_progress.ts";
import { runPoints, type SweepOptions } from "lib/sweep/run_points.ts";

/** What the counting sweep gives: the step at which each point started, and points from the cache. */
export interface Counts {
  readonly starts: number[];
  readonly cached: number;
}

/** Runs five points on two workers; those after the second wait at step 4 for the file `go`. */
export async function countingSweep(
  folder: string,
  options: Partial<SweepOptions> = {},
): Promise<Counts> {
  let cached = 0;
  const starts = await runPoints(
    [0, 1, 2, 3, 4].map((index) => ({ index, go: `${folder}/go` })),
    async ({ index, go }, _lib, context: SweepContext) => {
      const start = await context.checkpoint.load<Float32Array>() ?? new Float32Array([0]);
      for (let step = start[0]!; step < 10; step++) {
        if (step !== 4 || index < 2) continue;
        if (await Deno.stat(go).then(() => true, () => false)) continue;
        await context.checkpoint.save(new Float32Array([step]));
        context.progress(step / 10, "waiting");
        await new Promise((resolve) => context.signal.addEventListener("abort", resolve));
      }
      return start[0]!;
    },
    {
      name: "count",
      workers: 2,
      fresh: false,
      cacheDir: folder,
      onDone: (statistics) => cached = statistics.cached,
      ...options,
    },
  );
  return { starts, cached };
}

/** Whether the first two points are finished and the next two wait. */
export function waiting({ done, notes }: SweepProgress): boolean {
  return done === 2 && notes.length === 2;
}

if (import.meta.main) {
  const onProgress = (progress: SweepProgress) => waiting(progress) && console.log("waiting");
  console.log(JSON.stringify(await countingSweep(Deno.args[0]!, { onProgress })));
}
