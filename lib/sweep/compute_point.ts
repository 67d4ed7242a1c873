import { createContext } from "./context.ts";
import { decode, encode } from "./encoding.ts";
import type { Experiment, Live, Outcome, Task, Warning } from "./messages.ts";
import type { SweepFunction } from "./run_points.ts";

function compile({ source, name }: Experiment): SweepFunction<unknown, unknown> {
  // Strict mode, as in the module or cell where the function was written.
  return (0, eval)(`"use strict"; (${source}\n)\n//# sourceURL=sweep-${name}.js`);
}

function failed(thrown: unknown): Outcome {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { name, message, stack = "" } = error;
  return { type: "failed", name, message, stack };
}

/**
 * Computes one point of a sweep in this thread; never rejects.
 *
 * @param signal Stops the point.
 * @param send Gets what the point reports while it is computed; if it throws, the point fails.
 * @param onSave Called with each state that the point has saved as its checkpoint, encoded.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { computePoint } from "lib/sweep/compute_point.ts";
 *
 * const outcome = await computePoint(
 *   { name: "halves", source: "(x) => x / 2" },
 *   { point: "3", checkpoint: "none.json" },
 *   new AbortController().signal,
 *   () => {},
 * );
 * assertEquals(outcome.type === "done" && outcome.result, "1.5");
 * ```
 */
export async function computePoint(
  experiment: Experiment,
  task: Task,
  signal: AbortSignal,
  send: (news: Live | Warning) => void,
  onSave: (state: string) => void = () => {},
): Promise<Outcome> {
  const { context, takeNews } = createContext(task, signal, send, onSave);
  try {
    const started = performance.now();
    const library = await import("../experiment.ts");
    const fn = compile(experiment);
    signal.throwIfAborted();
    const result = encode(await fn(decode(task.point), library, context));
    // A point that was told to stop may have ended early, so what it returned is not a result.
    if (signal.aborted) return { type: "stopped" };
    const seconds = (performance.now() - started) / 1000;
    return { type: "done", result, seconds, news: takeNews() };
  } catch (error) {
    return signal.aborted ? { type: "stopped" } : failed(error);
  }
}
