import { blasBackend } from "../compute/blas.ts";
import { UserError } from "../errors.ts";
import { cacheDir } from "../files.ts";
import type { ClusterState } from "./bridge.ts";
import { checkFunction } from "./check_function.ts";
import { openCluster, resolveCluster } from "./cluster.ts";
import type { SweepContext } from "./context.ts";
import { openLedger } from "./ledger.ts";
import { computeJobs } from "./pool.ts";
import { type SweepProgress, trackProgress } from "./track_progress.ts";

/** The experiment of a sweep: computes the result of one point with the library `lib`. */
export type SweepFunction<P, R> = (
  point: P,
  lib: typeof import("../experiment.ts"),
  context: SweepContext,
) => R | Promise<R>;

/** What a finished sweep cost. */
export interface SweepStatistics {
  /** Points whose result came from the cache. */
  readonly cached: number;
  /** Number of points. */
  readonly total: number;
  /** Wall time of this call. */
  readonly seconds: number;
  /** The seconds that computing the results took, those of the cache included, added up. */
  readonly computingSeconds: number;
  /** Names of the matrix products, other than this machine's, that results were computed with. */
  readonly otherBackends: readonly string[];
}

/** The name, cache and workers of {@linkcode runPoints}, and who is told of its progress. */
export interface SweepOptions {
  /** Name of the sweep and of its folder in the cache, such as `"fig-20-13"`. */
  readonly name: string;
  /** Stops the sweep. */
  readonly signal?: AbortSignal;
  /** Whether to also compute points that are in the cache; by default if `UDL_FRESH` is `1`. */
  readonly fresh?: boolean;
  /** Number of workers; by default `UDL_WORKERS`, otherwise one per core. */
  readonly workers?: number;
  /**
   * Cluster that computes in place of local workers: the address of a Dask scheduler, the path of its
   * file, or `local:N` for one of N workers on this machine; by default `UDL_CLUSTER`, if it is set.
   */
  readonly cluster?: string;
  /** Folder of the cached sweeps. */
  readonly cacheDir?: string;
  /** Called whenever there is progress. */
  readonly onProgress?: (progress: SweepProgress) => void;
  /** Called with the data that the function reports: series, x, y. */
  readonly onReport?: (series: string, x: number, y: number) => void;
  /** Called when workers of the cluster come or go. */
  readonly onCluster?: (state: ClusterState) => void;
  /** Called at the end, if all points have a result. */
  readonly onDone?: (statistics: SweepStatistics) => void;
}

function folderOf(options: SweepOptions): string {
  if (!/^\w[\w.-]*$/.test(options.name)) {
    throw new UserError(
      `"${options.name}" cannot be the name of a sweep.`,
      "Use letters, digits, dots, hyphens and underscores.",
    );
  }
  return `${options.cacheDir ?? `${cacheDir}/sweeps`}/${options.name}`;
}

function workerCount(asked: number | undefined): number {
  const count = asked ?? Number(Deno.env.get("UDL_WORKERS") ?? navigator.hardwareConcurrency);
  if (Number.isInteger(count) && count > 0) return count;
  throw new UserError(
    "The number of workers is not a positive whole number.",
    "Change the option `workers` or the environment variable UDL_WORKERS.",
  );
}

/** The address of the cluster that computes; undefined if there is none. */
function clusterAddress(asked: string | undefined): string | undefined {
  const address = asked ?? Deno.env.get("UDL_CLUSTER") ?? "";
  if (address === "") return undefined;
  return resolveCluster(address, "the option `cluster` or the environment variable UDL_CLUSTER");
}

/**
 * Computes `fn` at every point, in parallel workers, and returns the results in the order of the
 * points. Finished points are cached under a hash of the function's source, the point and the code
 * of the library that the function can reach, in which comments, types and formatting do not count;
 * a sweep that was stopped or killed resumes from there.
 *
 * The source of `fn` is sent to the workers, so it can use its arguments, what it defines itself and
 * the language's globals, but no other names from outside. Points and results are plain JSON-like
 * values that may contain typed arrays, NaN and ±Infinity. A point whose worker dies is retried
 * twice.
 *
 * @throws {UserError} If `fn` captures a name or a value cannot be stored.
 * @throws {Error} If `fn` throws, with the original error as the cause; the sweep ends at once.
 * @throws The reason of `signal` if that stops the sweep; running points have 2 seconds to end.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { runPoints } from "lib/sweep/run_points.ts";
 *
 * const points = [1, 2, 3].map((base) => ({ base, power: 2 }));
 * const squares = await runPoints(points, ({ base, power }) => base ** power, {
 *   name: "squares",
 *   cacheDir: await Deno.makeTempDir(),
 * });
 * assertEquals(squares, [1, 4, 9]);
 * ```
 */
export async function runPoints<P, R>(
  points: readonly P[],
  fn: SweepFunction<P, R>,
  options: SweepOptions,
): Promise<R[]> {
  const { name, signal } = options;
  signal?.throwIfAborted();
  const started = performance.now();
  const folder = folderOf(options);
  const source = fn.toString();
  await checkFunction(source);
  const fresh = options.fresh ?? Deno.env.get("UDL_FRESH") === "1";

  const address = clusterAddress(options.cluster);

  const here = blasBackend();
  const ledger = openLedger({ folder, source, points, fresh });
  const { waiting, otherBackends } = ledger;
  const total = waiting.size;
  await ledger.lookUp(here);
  await using cluster = address === undefined || waiting.size === 0 ? undefined : await openCluster(
    address,
    { experiment: { name, source }, folder, signal, onState: options.onCluster ?? (() => {}) },
  );
  for (const backend of cluster?.backends ?? []) await ledger.lookUp(backend);

  const cached = total - waiting.size;
  const progress = trackProgress(total, cached, options.onProgress ?? (() => {}));
  const compute = cluster?.compute ?? computeJobs;
  await compute([...waiting.values()], {
    name,
    source,
    workers: workerCount(options.workers),
    signal,
    onLive(job, news) {
      progress.news(job.key, news);
      for (const report of news.reports) options.onReport?.(...report);
    },
    async onResult(job, result, seconds, backend = here) {
      await ledger.store(job, result, seconds, backend);
      progress.finished(job.key);
    },
  });
  const seconds = (performance.now() - started) / 1000;
  options.onDone?.({
    cached,
    total,
    seconds,
    computingSeconds: ledger.computingSeconds(),
    otherBackends: [...otherBackends],
  });
  return ledger.results() as R[];
}
