import { computePoint } from "./compute_point.ts";
import { type FromWorker, type Live, locks, type ToWorker, type Warning } from "./messages.ts";

/** The worker's global scope, which the type checker takes for that of the main thread. */
const scope = globalThis as unknown as {
  postMessage(message: FromWorker): void;
  onmessage: (event: MessageEvent<ToWorker>) => void;
};

scope.onmessage = ({ data: first }) => {
  if (first.type !== "start") return;
  const stop = new AbortController();
  const { start } = first;
  // The lock is never released, so the main thread gets it when this worker ends for any reason.
  locks.request(start.lock, {}, () => {
    scope.postMessage({ type: "ready" });
    return new Promise(() => {});
  });
  function send(news: Live | Warning): void {
    // terminate() does not end a thread that computes without a pause, so it ends itself here.
    if (Atomics.load(start.ended, 0) === 1) throw new DOMException("Stopped.", "AbortError");
    scope.postMessage(news);
  }
  scope.onmessage = async ({ data }) => {
    if (data.type === "stop") stop.abort();
    if (data.type !== "task") return;
    scope.postMessage(await computePoint(start, data.task, stop.signal, send));
  };
};
