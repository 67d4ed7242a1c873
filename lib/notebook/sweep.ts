import { type LiveAxes, liveChart } from "./live_chart.ts";
import { progress } from "./progress.ts";
import { stopSignal } from "./stop.ts";
import { sweep as compute, type SweepFunction } from "../sweep/sweep.ts";

const totals = { cached: 0, total: 0 };

/** Points of all sweeps of this notebook, and how many of their results came from the cache. */
export function sweepTotals(): { readonly cached: number; readonly total: number } {
  return totals;
}

/**
 * Runs `fn` at every point, on all cores, with a progress line under the cell, and returns the
 * results in the order of the points. Finished points are cached; Stop ends the sweep, and the cell
 * run again goes on from there. `fn` is sent to other processes as text: it gets what it needs as
 * arguments (its point, the library, and a context to report to) and captures nothing around it.
 *
 * @param options `name` names the sweep's folder in the cache; `live` gives the axes of a chart of
 * what `fn` hands to `context.report(series, x, y)`.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { sweep } from "lib/notebook/sweep.ts";
 *
 * const squares = await sweep([1, 2, 3], (x) => x * x, { name: "example-squares" });
 * assertEquals(squares, [1, 4, 9]);
 * ```
 *
 * @throws {UserError} If `fn` captures a name, or a point or result cannot be stored.
 * @throws {Error} If `fn` throws at a point; the message names the point.
 * @throws {Stopped} If the Stop button was pressed.
 */
export async function sweep<P, R>(
  points: readonly P[],
  fn: SweepFunction<P, R>,
  { name, live }: { readonly name: string; readonly live?: LiveAxes },
): Promise<R[]> {
  const line = await progress(name);
  const chart = live && liveChart(live);
  const results = await compute(points, fn, {
    name,
    signal: stopSignal(),
    onProgress: ({ done, total, fraction }) =>
      void line.update(fraction, `${done} of ${total} runs done`, chart?.html),
    onReport: (series, x, y) => chart?.add(series, x, y),
    onDone: ({ cached, total }) => {
      totals.cached += cached;
      totals.total += total;
    },
  });
  await line.done(`${name}: ${results.length} runs done.`);
  return results;
}
