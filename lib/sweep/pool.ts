import { UserError } from "../errors.ts";
import type { Job } from "./cache.ts";
import type { Live, Outcome } from "./messages.ts";
import { type PointWorker, startWorker } from "./point_worker.ts";

/** The function that a pool of workers computes points with, and what to do with their results. */
export interface Work {
  /** Name of the sweep. */
  readonly name: string;
  /** JavaScript source of its function. */
  readonly source: string;
  /** Number of workers; never more than there are points. */
  readonly workers: number;
  /** Stops the work. */
  readonly signal: AbortSignal | undefined;
  /** Called with each update on a running point. */
  onLive(job: Job, news: Live): void;
  /** Called with the encoded result of a point and its seconds of computing. */
  onResult(job: Job, result: string, seconds: number): Promise<void>;
}

/** Number of workers that may die on one point. */
const mostAttempts = 3;

/** Milliseconds that running points have to end on their own after a stop. */
const grace = 2000;

type Failure = Extract<Outcome, { type: "failed" | "lost" | "died" }>;

/** The error for a point that failed or is lost, or whose workers died. */
function pointError(name: string, { point }: Job, outcome: Failure): Error {
  const shown = point.length > 300 ? `${point.slice(0, 300)}…` : point;
  const problem = `Point ${shown} of the sweep "${name}" failed`;
  if (outcome.type === "died") {
    return new Error(`${problem}: its worker died ${mostAttempts} times (${outcome.message}).`);
  }
  if (outcome.type === "lost") {
    return new UserError(
      `${problem} in a timer, an event or a promise that its function does not wait for: ` +
        `${outcome.message}.`,
      "Await it inside the function.",
    );
  }
  const { name: kind, message, stack } = outcome;
  const cause = Object.assign(new Error(message), { name: kind, stack });
  return kind === "UserError"
    ? new UserError(`${problem}.`, message, { cause })
    : new Error(`${problem}: ${message}`, { cause });
}

/**
 * Computes the jobs in parallel workers, one at a time each; all workers have ended when it
 * returns.
 *
 * @throws {Error} If a point fails, a callback throws or a point's worker died three times.
 * @throws The reason of the signal, if it stopped the work.
 */
export async function computeJobs(jobs: readonly Job[], work: Work): Promise<void> {
  const { name, signal } = work;
  const waiting = [...jobs];
  const deaths = new Map<Job, number>();
  const running = new Set<PointWorker>();
  const failures: unknown[] = [];

  function endAll(): void {
    for (const worker of running) worker.end();
  }
  function fail(error: unknown): void {
    failures.push(error);
    endAll();
  }
  function onLive(job: Job, news: Live): void {
    try {
      work.onLive(job, news);
    } catch (error) {
      fail(error);
    }
  }

  async function lane(): Promise<void> {
    let worker: PointWorker | undefined;
    function end(): void {
      worker?.end();
      if (worker) running.delete(worker);
      worker = undefined;
    }
    try {
      while (failures.length === 0 && !signal?.aborted) {
        const job = waiting.shift();
        if (!job) break;
        if (!worker) running.add(worker = startWorker(name, work.source));
        const outcome = await worker.run(job, (news) => onLive(job, news));
        if (outcome.type === "stopped") break;
        if (outcome.type === "done") {
          await work.onResult(job, outcome.result, outcome.seconds);
          continue;
        }
        const count = (deaths.get(job) ?? 0) + 1;
        if (outcome.type !== "died" || count === mostAttempts) {
          throw pointError(name, job, outcome);
        }
        deaths.set(job, count);
        waiting.unshift(job);
        end();
      }
    } catch (error) {
      fail(error);
    } finally {
      end();
    }
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  function stop(): void {
    for (const worker of running) worker.stop();
    timer = setTimeout(endAll, grace);
  }
  signal?.addEventListener("abort", stop);
  await Promise.all(Array.from({ length: Math.min(work.workers, jobs.length) }, lane));
  signal?.removeEventListener("abort", stop);
  clearTimeout(timer);
  if (failures.length > 0) throw failures[0];
  signal?.throwIfAborted();
}
