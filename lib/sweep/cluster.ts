import { resolve } from "node:path";
import { blasBackend } from "../compute/blas.ts";
import { isExact } from "../compute/native.ts";
import { UserError } from "../errors.ts";
import { type Answer, type ClusterState, startBridge } from "./bridge.ts";
import type { Job } from "./cache.ts";
import { codeHash } from "./code_hash.ts";
import type { Experiment } from "./messages.ts";
import { pointError } from "./point_error.ts";
import type { Work } from "./pool.ts";

/** A cluster that computes the points of one sweep. */
export interface Cluster extends AsyncDisposable {
  /** Names of the matrix products of the workers that were there at the start. */
  readonly backends: readonly string[];
  /**
   * Computes the jobs as `computeJobs` does in local workers.
   *
   * @throws {UserError} If the cluster is gone, or a worker has other code.
   */
  compute(jobs: readonly Job[], work: Work): Promise<void>;
}

/** What a sweep wants of a cluster. */
export interface ClusterOptions {
  /** The function. */
  readonly experiment: Experiment;
  /** Folder of the results, and of the checkpoints of workers that see it. */
  readonly folder: string;
  /** Stops the work. */
  readonly signal: AbortSignal | undefined;
  /** Called when workers come or go. */
  readonly onState: (state: ClusterState) => void;
}

/** Number of points that the scheduler knows at a time: more would only use its memory. */
function pointsAhead({ threads }: ClusterState): number {
  return Math.max(100, 4 * threads);
}

/**
 * Connects to a cluster for one sweep; disposing of it ends all that the sweep has there.
 *
 * @param address As {@linkcode resolveCluster} gives it.
 * @throws {UserError} If there is no cluster, or a worker has other code.
 * @throws The reason of the signal, if that is aborted.
 */
export async function openCluster(
  address: string,
  { experiment, folder, signal, onState }: ClusterOptions,
): Promise<Cluster> {
  const { name, source } = experiment;
  const start = {
    name,
    source,
    folder,
    code: codeHash(),
    backend: blasBackend(),
    exact: isExact(),
  };
  await Deno.mkdir(folder, { recursive: true }); // workers look for it
  signal?.throwIfAborted();
  const bridge = startBridge(address, start);
  let state: ClusterState = { workers: 0, threads: 0, dashboard: "" };
  const told = new Set<string>();

  function stop(): void {
    bridge.end();
  }
  signal?.addEventListener("abort", stop);

  function tellOnce(text: string): void {
    if (!told.has(text)) console.warn(text);
    told.add(text);
  }

  function tellKernel(backend: string): void {
    if (backend === start.backend) return;
    tellOnce(
      `Workers compute with ${backend}, not ${start.backend}: their results have keys of their own. ` +
        "For the same digits, compute with --exact, or set OPENBLAS_CORETYPE alike on all machines.",
    );
  }

  /** The next message on a point; what is said of the cluster is passed on. */
  async function next() {
    for (;;) {
      const message = await bridge.next();
      if (message === undefined) {
        signal?.throwIfAborted();
        throw new UserError(
          "The process that connects to the cluster ended by itself.",
          "Finished points are kept: run the sweep again.",
        );
      }
      if (message.type === "failed") throw new UserError(message.problem, message.remedy);
      if (message.type === "warning") tellOnce(message.text);
      else if (message.type === "workers") onState(state = message);
      else return message;
    }
  }

  async function compute(jobs: readonly Job[], work: Work): Promise<void> {
    const waiting = [...jobs];
    const running = new Map<string, Job>();

    /** Submits many points at once, which costs the scheduler half as much as one by one. */
    function submit(): void {
      const most = pointsAhead(state);
      if (running.size > most / 2) return;
      const jobs = waiting.splice(0, most - running.size);
      for (const job of jobs) running.set(job.key, job);
      if (jobs.length > 0) bridge.tell(jobs.map(({ key, point }) => ({ key, point })));
    }

    async function finish(job: Job, answer: Answer): Promise<void> {
      if ("problem" in answer) throw new UserError(answer.problem, answer.remedy);
      const { outcome, backend = start.backend } = answer;
      // A point that is stopped, though nobody stopped the sweep, was stopped on the cluster.
      if (outcome.type === "stopped") {
        throw pointError(work.name, job, { type: "died", message: "it was stopped" });
      }
      if (outcome.type !== "done") throw pointError(work.name, job, outcome);
      tellKernel(backend);
      work.onLive(job, outcome.news);
      await work.onResult(job, outcome.result, outcome.seconds, backend);
    }

    submit();
    while (running.size > 0) {
      const message = await next();
      if (message.type === "connected") continue;
      const job = running.get(message.key);
      if (!job) continue;
      if (message.type === "live") {
        work.onLive(job, message);
        continue;
      }
      running.delete(message.key);
      submit();
      await finish(job, message.answer);
    }
    signal?.throwIfAborted();
  }

  async function close(): Promise<void> {
    signal?.removeEventListener("abort", stop);
    const ended = bridge.end();
    while (await bridge.next()); // it could not end while nobody reads
    await ended;
  }

  try {
    const first = await next();
    const backends = first.type === "connected" ? first.backends : [];
    backends.forEach(tellKernel);
    return { backends, compute, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * The address of a cluster as it is understood in every folder: the path of a file becomes absolute.
 *
 * @param origin Name of the option or variable that has it.
 * @throws {UserError} If it is neither an address of a scheduler, nor a file, nor `local:` with a
 * number of workers.
 *
 * @example Usage
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { UserError } from "lib/errors.ts";
 * import { resolveCluster } from "lib/sweep/cluster.ts";
 *
 * assertEquals(resolveCluster("local:2", "UDL_CLUSTER"), "local:2");
 * assertEquals(resolveCluster("tcp://10.0.0.1:8786", "UDL_CLUSTER"), "tcp://10.0.0.1:8786");
 * assertThrows(() => resolveCluster("local", "UDL_CLUSTER"), UserError, '"local" is no cluster');
 * ```
 */
export function resolveCluster(address: string, origin: string): string {
  if (/^(local:[1-9]\d*|[a-z]+:\/\/.+)$/.test(address)) return address;
  try {
    if (Deno.statSync(address).isFile) return resolve(address);
  } catch {
    // It is no file either.
  }
  throw new UserError(
    `"${address}" is no cluster.`,
    `Give ${origin} the address of a Dask scheduler (tcp://… or tls://…), its file, or local:N.`,
  );
}
