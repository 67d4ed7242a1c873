import type { FromWorker, News, Preparation, Task } from "./messages.ts";
import { startWorker } from "./start_worker.ts";

/** Points that are being computed. */
export interface Computation {
  /** The results in the order of the points; fails if a point fails or the work is stopped. */
  readonly results: Promise<object[]>;
  /** Ends the work at once. */
  stop(): void;
}

/** Who is told of the progress of points, by their places in the list. */
export interface Listener {
  /** A point has news. */
  onNews(place: number, news: News): void;
  /** A point has its result. */
  onResult(place: number, result: object): void;
}

/** Workers that wait for work. */
const idle: Worker[] = [];

/** Starts workers ahead of their first work, until so many are ready for functions of a module. */
export function warm(count: number, module: string): void {
  while (idle.length < count) {
    const worker = startWorker();
    worker.postMessage({ prepare: module } satisfies Preparation);
    idle.push(worker);
  }
}

/** Computes one task; `worker` computes nothing else meanwhile. */
function run(worker: Worker, task: Task, onNews: (news: News) => void): Promise<object> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === "news") onNews(data.news);
      else if (data.type === "done") resolve(data.result);
      else reject(new Error(data.message));
    };
    worker.onerror = (event) => reject(new Error(event.message || "A worker could not start."));
    worker.postMessage(task);
  });
}

/**
 * Computes tasks in workers, each one task at a time.
 *
 * @param most Number of workers at most.
 */
export function computeTasks(
  tasks: readonly Task[],
  listener: Listener,
  most: number,
): Computation {
  const results: object[] = new Array(tasks.length);
  const running = new Set<Worker>();
  const end = Promise.withResolvers<object[]>();
  let next = 0;
  function stop(reason: unknown): void {
    next = tasks.length;
    for (const worker of running) worker.terminate();
    running.clear();
    end.reject(reason);
  }
  async function lane(): Promise<void> {
    const worker = idle.pop() ?? startWorker();
    running.add(worker);
    while (next < tasks.length) {
      const place = next++;
      results[place] = await run(worker, tasks[place]!, (news) => listener.onNews(place, news));
      listener.onResult(place, results[place]!);
    }
    running.delete(worker);
    idle.push(worker);
  }
  const lanes = Array.from({ length: Math.min(most, tasks.length) }, lane);
  Promise.all(lanes).then(() => end.resolve(results), stop);
  return { results: end.promise, stop: () => stop(new DOMException("Stopped.", "AbortError")) };
}
