import { createContext } from "./context.ts";
import { decode, encode } from "./encoding.ts";
import { type FromWorker, locks, type Start, type Task, type ToWorker } from "./messages.ts";
import type { SweepFunction } from "./run_points.ts";

/** The worker's global scope, which the type checker takes for that of the main thread. */
const scope = globalThis as unknown as {
  postMessage(message: FromWorker): void;
  onmessage: (event: MessageEvent<ToWorker>) => void;
};

function compile({ source, name }: Start): SweepFunction<unknown, unknown> {
  // Strict mode, as in the module or cell where the function was written.
  return (0, eval)(`"use strict"; (${source}\n)\n//# sourceURL=sweep-${name}.js`);
}

function failed(thrown: unknown): FromWorker {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { name, message, stack = "" } = error;
  return { type: "failed", name, message, stack };
}

async function compute(start: Start, task: Task, signal: AbortSignal): Promise<FromWorker> {
  const { context, flush } = createContext(task, signal, (news) => {
    // terminate() does not end a thread that computes without a pause, so it ends itself here.
    if (Atomics.load(start.ended, 0) === 1) throw new DOMException("Stopped.", "AbortError");
    scope.postMessage(news);
  });
  try {
    const started = performance.now();
    const library = await import("../experiment.ts");
    const fn = compile(start);
    signal.throwIfAborted();
    const result = encode(await fn(decode(task.point), library, context));
    flush();
    // A point that was told to stop may have ended early, so what it returned is not a result.
    if (signal.aborted) return { type: "stopped" };
    return { type: "done", result, seconds: (performance.now() - started) / 1000 };
  } catch (error) {
    return signal.aborted ? { type: "stopped" } : failed(error);
  }
}

scope.onmessage = ({ data: first }) => {
  if (first.type !== "start") return;
  const stop = new AbortController();
  const { start } = first;
  // The lock is never released, so the main thread gets it when this worker ends for any reason.
  locks.request(start.lock, {}, () => {
    scope.postMessage({ type: "ready" });
    return new Promise(() => {});
  });
  scope.onmessage = async ({ data }) => {
    if (data.type === "stop") stop.abort();
    if (data.type === "task") scope.postMessage(await compute(start, data.task, stop.signal));
  };
};
