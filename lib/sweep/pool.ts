import type { Job } from "./cache.ts";
import type { Live } from "./messages.ts";
import { mostAttempts, pointError } from "./point_error.ts";
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
  /**
   * Called with the encoded result of a point, its seconds of computing and, where that may be
   * another one than here, the name of the matrix product that it was computed with.
   */
  onResult(job: Job, result: string, seconds: number, backend?: string): Promise<void>;
}

/** Milliseconds that running points have to end on their own after a stop. */
const grace = 2000;

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
          onLive(job, outcome.news);
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
