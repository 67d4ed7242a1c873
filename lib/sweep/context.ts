import { readChecked, writeChecked } from "./checked_file.ts";
import { decode, encode } from "./encoding.ts";
import type { Live, Task, Warning } from "./messages.ts";

/** Minimum number of milliseconds between two messages about a point. */
const newsInterval = 200;

/** Where a long-running point saves its state, until it has a result. */
export interface Checkpoint {
  /** The last saved state, from this run or one that was stopped or killed; `undefined` if none. */
  load<T>(): Promise<T | undefined>;
  /** Replaces the saved state with `value`, which may contain the same types as a result. */
  save(value: unknown): Promise<void>;
}

/** The third argument of a sweep's function, after the point and the library. */
export interface SweepContext {
  /**
   * Aborted when the sweep is stopped; the point then has about 2 seconds to save its state and
   * end.
   */
  readonly signal: AbortSignal;
  /** The point's checkpoint. */
  readonly checkpoint: Checkpoint;
  /** Reports the finished share of the point, in [0, 1], and what is being done. */
  progress(fraction: number, note?: string): void;
  /** Adds the point (x, y) to a series of a live chart. */
  report(series: string, x: number, y: number): void;
}

/** Reads and writes a checkpoint; warns of a damaged one, and tells of each that was written. */
function checkpointAt(
  path: string,
  warn: (text: string) => void,
  onSave: (state: string) => void,
): Checkpoint {
  return {
    async load<T>(): Promise<T | undefined> {
      try {
        return decode(await readChecked(path)) as T;
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return undefined;
        warn(`${path} is damaged, and its point is computed from the start: ${error}`);
        return undefined;
      }
    },
    async save(value) {
      const state = encode(value);
      await writeChecked(path, state);
      onSave(state);
    },
  };
}

/**
 * The context of one point. It sends messages at most five times a second; `takeNews` has the rest.
 */
export function createContext(
  task: Task,
  signal: AbortSignal,
  send: (news: Live | Warning) => void,
  onSave: (state: string) => void,
): { context: SweepContext; takeNews: () => Live } {
  let [fraction, note, sent] = [0, "", -Infinity];
  let reports: [string, number, number][] = [];
  function takeNews(): Live {
    const taken = reports;
    reports = [];
    sent = performance.now();
    return { type: "live", fraction, note, reports: taken };
  }
  function news(): void {
    if (performance.now() - sent >= newsInterval) send(takeNews());
  }
  const context: SweepContext = {
    signal,
    checkpoint: checkpointAt(task.checkpoint, (text) => send({ type: "warning", text }), onSave),
    progress(finished, doing = "") {
      [fraction, note] = [finished, doing];
      news();
    },
    report(series, x, y) {
      reports.push([series, x, y]);
      news();
    },
  };
  return { context, takeNews };
}
