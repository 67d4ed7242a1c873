import { writeFileAtomic } from "../files.ts";
import { decode, encode } from "./encoding.ts";
import type { Live, Task } from "./messages.ts";

/** Milliseconds between two pieces of news of a point. */
const newsInterval = 200;

/** A place where a long point keeps how far it got, until its result is there. */
export interface Checkpoint {
  /** What was saved last, by this run or by one that was stopped or killed; else `undefined`. */
  load<T>(): Promise<T | undefined>;
  /** Replaces what was saved by `value`, which may hold what a result may. */
  save(value: unknown): Promise<void>;
}

/** What the function of a sweep gets besides the point and the library. */
export interface SweepContext {
  /** Aborted when the sweep is stopped; the point then has about 2 seconds to save and to end. */
  readonly signal: AbortSignal;
  /** The point's checkpoint. */
  readonly checkpoint: Checkpoint;
  /** Tells the finished share of the point, in [0, 1], and what is being done. */
  progress(fraction: number, note?: string): void;
  /** Adds the point (x, y) to a series of a live chart. */
  report(series: string, x: number, y: number): void;
}

/** Reads and writes a checkpoint; a damaged one counts as none. */
function checkpointAt(path: string): Checkpoint {
  return {
    async load<T>(): Promise<T | undefined> {
      try {
        return decode(await Deno.readTextFile(path)) as T;
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) console.warn(`${path} is ignored: ${error}`);
        return undefined;
      }
    },
    save: (value) => writeFileAtomic(path, encode(value)),
  };
}

/**
 * The context of one point. News go out at most five times a second; `flush` sends what is left.
 */
export function createContext(
  task: Task,
  signal: AbortSignal,
  send: (news: Live) => void,
): { context: SweepContext; flush: () => void } {
  let [fraction, note, sent] = [0, "", -Infinity];
  let reports: [string, number, number][] = [];
  function flush(): void {
    send({ type: "live", fraction, note, reports });
    reports = [];
    sent = performance.now();
  }
  function news(): void {
    if (performance.now() - sent >= newsInterval) flush();
  }
  const context: SweepContext = {
    signal,
    checkpoint: checkpointAt(task.checkpoint),
    progress(finished, doing = "") {
      [fraction, note] = [finished, doing];
      news();
    },
    report(series, x, y) {
      reports.push([series, x, y]);
      news();
    },
  };
  return { context, flush };
}
