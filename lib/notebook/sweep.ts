import { type LiveAxes, liveChart } from "./live_chart.ts";
import { progressLine } from "./progress_line.ts";
import { stopSignal } from "./stop.ts";
import { keepSweep } from "./stored_runs.ts";
import { runPoints, type SweepFunction } from "../sweep/run_points.ts";
import { checkKeys } from "../options.ts";

const totals = { cached: 0, total: 0 };

/** Number of points in all sweeps of this notebook, and how many results came from the cache. */
export function sweepTotals(): { readonly cached: number; readonly total: number } {
  return totals;
}

/**
 * Runs `fn` at every point, on all cores, with a progress line under the cell. Returns a row for
 * each point, in order: the fields of the point, and those that `fn` returned for it. Finished
 * points are cached; Stop ends the sweep, and running the cell again resumes it. `fn` is sent to
 * workers as text: it receives what it needs as arguments (its point, the library, and a context to
 * report to), may use the globals of the language, and must not capture any other names.
 *
 * @param options `name` names the sweep's folder in the cache; `live` has the axes of a chart of
 * what `fn` passes to `context.report(series, x, y)`.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { sweep } from "lib/notebook/sweep.ts";
 *
 * const points = [{ side: 1 }, { side: 2 }];
 * const squares = await sweep(points, ({ side }) => ({ area: side * side }), { name: "squares" });
 * assertEquals(squares, [{ side: 1, area: 1 }, { side: 2, area: 4 }]);
 * ```
 *
 * @throws {UserError} If `fn` captures a name, or a point or result cannot be stored.
 * @throws {Error} If `fn` throws at a point; the message names the point.
 * @throws {Stopped} If the Stop button was pressed.
 */
export async function sweep<P extends object, R extends object>(
  points: readonly P[],
  fn: SweepFunction<P, R>,
  options: { readonly name: string; readonly live?: LiveAxes },
): Promise<(P & R)[]> {
  const { name, live } = options;
  checkKeys(options, ["name", "live"], "sweep()");
  const line = await progressLine(name);
  const chart = live && liveChart(live);
  const results = await runPoints(points, fn, {
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
  keepSweep({ name, points, results });
  await line.done(`${name}: ${results.length} runs done.`);
  return results.map((result, i) => ({ ...points[i]!, ...result }));
}
