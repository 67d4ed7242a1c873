import { type LiveAxes, liveChart } from "./live_chart.ts";
import { progressLine } from "./progress_line.ts";
import { stopSignal } from "./stop.ts";
import { keepSweep } from "./stored_runs.ts";
import type { ClusterState } from "../sweep/bridge.ts";
import { runPoints, type SweepFunction } from "../sweep/run_points.ts";
import { checkKeys } from "../options.ts";

const totals = {
  cached: 0,
  total: 0,
  computingSeconds: 0,
  otherBackends: new Set<string>(),
  clusterWorkers: 0,
};

/** What all sweeps of this notebook add up to. */
export interface SweepTotals {
  /** Number of points whose results came from the cache. */
  readonly cached: number;
  /** Number of points. */
  readonly total: number;
  /** The seconds that computing the results took, those of the cache included, added up. */
  readonly computingSeconds: number;
  /** Names of the matrix products, other than this machine's, that results were computed with. */
  readonly otherBackends: ReadonlySet<string>;
  /** The most workers that a cluster had at a time; 0 if there was none. */
  readonly clusterWorkers: number;
}

/** What all sweeps of this notebook add up to. */
export function sweepTotals(): SweepTotals {
  return totals;
}

/** What the progress line says of a cluster. */
function describe({ workers, dashboard }: ClusterState): string {
  const count = `${workers} worker${workers === 1 ? "" : "s"}`;
  return dashboard === "" ? ` on ${count}` : ` on ${count} (${dashboard})`;
}

/**
 * Runs `fn` at every point, on all cores, with a progress line under the cell. Returns a row for
 * each point, in order: the fields of the point, and those that `fn` returned for it. Finished
 * points are cached; Stop ends the sweep, and running the cell again resumes it. `fn` is sent to
 * workers as text: it receives what it needs as arguments (its point, the library, and a context to
 * report to), may use the globals of the language, and must not capture any other names.
 *
 * @param options `name` names the sweep's folder in the cache; `live` has the axes of a chart of
 * what `fn` passes to `context.report(series, x, y)`; `cluster`, by default the environment variable
 * `UDL_CLUSTER`, is the address of a Dask scheduler, the path of its file, or `local:N` for N workers
 * on this machine, and computes in place of this machine's cores.
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
 * @throws {UserError} If `fn` captures a name, a point or result cannot be stored, or the cluster is
 * not there.
 * @throws {Error} If `fn` throws at a point; the message names the point.
 * @throws {Stopped} If the Stop button was pressed.
 */
export async function sweep<P extends object, R extends object>(
  points: readonly P[],
  fn: SweepFunction<P, R>,
  options: { readonly name: string; readonly live?: LiveAxes; readonly cluster?: string },
): Promise<(P & R)[]> {
  const { name, live, cluster } = options;
  checkKeys(options, ["name", "live", "cluster"], "sweep()");
  const line = await progressLine(name);
  const chart = live && liveChart(live);
  let progress = { done: 0, total: points.length, fraction: 0 };
  let where = "";
  function showProgress(): void {
    const { done, total, fraction } = progress;
    void line.update(fraction, `${done} of ${total} runs done${where}`, chart?.html);
  }
  const results = await runPoints(points, fn, {
    name,
    signal: stopSignal(),
    ...(cluster !== undefined && { cluster }),
    onProgress(now) {
      progress = now;
      showProgress();
    },
    onReport: (series, x, y) => chart?.add(series, x, y),
    onCluster(state) {
      where = describe(state);
      totals.clusterWorkers = Math.max(totals.clusterWorkers, state.workers);
      showProgress();
    },
    onDone({ cached, total, computingSeconds, otherBackends }) {
      totals.cached += cached;
      totals.total += total;
      totals.computingSeconds += computingSeconds;
      for (const backend of otherBackends) totals.otherBackends.add(backend);
    },
  });
  keepSweep({ name, points, results });
  await line.done(`${name}: ${results.length} runs done.`);
  return results.map((result, i) => ({ ...points[i]!, ...result }));
}
