import { locks } from "./messages.ts";
import type { FromWorker, Live, Outcome, Task, ToWorker } from "./messages.ts";

/** A worker that computes points, one at a time. */
export interface PointWorker {
  /** Computes a point; always resolves, even if the worker dies or is ended. */
  run(task: Task, onLive: (news: Live) => void): Promise<Outcome>;
  /** Asks the running point to stop. */
  stop(): void;
  /**
   * Ends the worker, and its running point with the outcome `stopped`. Code that never pauses
   * cannot be interrupted: its thread ends when it next awaits or uses its context.
   */
  end(): void;
}

/** Starts a worker for a function, given as JavaScript source; `name` appears in stack traces. */
export function startWorker(name: string, source: string): PointWorker {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const lock = crypto.randomUUID();
  const post = (message: ToWorker) => worker.postMessage(message);
  const ended = new Int32Array(new SharedArrayBuffer(4));
  const waiting = new AbortController();
  const end = Promise.withResolvers<Outcome>();
  let point = Promise.withResolvers<Outcome>();
  let live: (news: Live) => void = () => {};

  // A worker that closes itself triggers no event here, but releases its lock.
  function died(): void {
    end.resolve({ type: "died", message: "it ended itself" });
  }
  worker.onerror = (event) => {
    event.preventDefault();
    end.resolve({ type: "lost", message: event.message });
  };
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === "live") live(data);
    else if (data.type === "warning") console.warn(data.text);
    else if (data.type !== "ready") point.resolve(data);
    else locks.request(lock, { signal: waiting.signal }, died).catch(() => {});
  };
  post({ type: "start", start: { name, source, lock, ended } });

  return {
    run(task, onLive) {
      point = Promise.withResolvers<Outcome>();
      live = onLive;
      post({ type: "task", task });
      return Promise.race([end.promise, point.promise]);
    },
    stop: () => post({ type: "stop" }),
    end() {
      Atomics.store(ended, 0, 1);
      worker.terminate();
      waiting.abort();
      end.resolve({ type: "stopped" });
    },
  };
}
