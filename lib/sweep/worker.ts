import { UserError } from "../errors.ts";
import { createContext } from "./context.ts";
import { decode, encode } from "./encoding.ts";
import { type FromWorker, locks, type Start, type Task, type ToWorker } from "./messages.ts";
import type { SweepFunction } from "./run_points.ts";

/** The worker's global scope, which the type checker takes for that of the main thread. */
const scope = globalThis as unknown as {
  postMessage(message: FromWorker): void;
  onmessage: (event: MessageEvent<ToWorker>) => void;
};

/** Name of the function's source in stack traces. */
function sourceUrl(name: string): string {
  return `sweep-${name}.js`;
}

function compile({ source, name }: Start): SweepFunction<unknown, unknown> {
  try {
    // Strict mode, as in the module or cell where the function was written.
    return (0, eval)(`"use strict"; (${source}\n)\n//# sourceURL=${sourceUrl(name)}`);
  } catch (error) {
    throw new UserError(
      "The function of the sweep cannot be parsed on its own.",
      "Write it as an arrow function in the call of sweep().",
      { cause: error },
    );
  }
}

/** Explains a reference to a name that the function captures from the notebook. */
function explain(error: unknown, start: Start, lib: object): unknown {
  if (!(error instanceof ReferenceError)) return error;
  const name = /^(\S+) is not defined$/.exec(error.message)?.[1];
  const thrownAt = /\n\s+at (.*)/.exec(error.stack ?? "")?.[1] ?? "";
  if (name === undefined || !thrownAt.includes(sourceUrl(start.name))) return error;
  return new UserError(
    `The function of the sweep captures \`${name}\`, which workers do not know.`,
    name in lib
      ? `Take it from the second argument, as \`lib.${name}\`.`
      : `Put it into the points, or define it inside the function.`,
    { cause: error },
  );
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
  let lib: object = {};
  try {
    const started = performance.now();
    const library = await import("../experiment.ts");
    lib = library;
    const fn = compile(start);
    signal.throwIfAborted();
    const result = encode(await fn(decode(task.point), library, context));
    flush();
    // A point that was told to stop may have ended early, so what it returned is not a result.
    if (signal.aborted) return { type: "stopped" };
    return { type: "done", result, seconds: (performance.now() - started) / 1000 };
  } catch (error) {
    return signal.aborted ? { type: "stopped" } : failed(explain(error, start, lib));
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
