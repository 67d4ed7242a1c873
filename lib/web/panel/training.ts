import type { Row } from "../messages.ts";
import { type Computation, computeTasks } from "../pool.ts";
import type { Choice, Panel, Run } from "./panel.ts";

/** A run that is going on, and how far it is. */
export interface Training {
  /** The run; it grows. */
  readonly run: Run;
  /** Finished share, in [0, 1]. */
  share(): number;
  /** Ends when all results are there; fails if a point fails or the run is stopped. */
  readonly end: Promise<unknown>;
  /** Ends the run at once. */
  stop(): void;
}

/** Number of workers for so many points: all points of a race start together. */
export function workersFor(points: number): number {
  return Math.min(points, Math.max(4, navigator.hardwareConcurrency));
}

/**
 * Begins to compute points.
 *
 * @param module Address of the module with the functions of the notebook's sweeps.
 * @param changed Is called at each news.
 */
export function startTraining(
  panel: Panel,
  { module, points, choice, changed }: {
    readonly module: string;
    readonly points: readonly object[];
    readonly choice: Choice;
    readonly changed: () => void;
  },
): Training {
  const rows: Row[][] = points.map(() => []);
  const results: (object | undefined)[] = points.map(() => undefined);
  const fractions = points.map(() => 0);
  const tasks = points.map((point) => ({ module, sweep: panel.sweep!, point }));
  const computation: Computation = computeTasks(tasks, {
    onNews(place, news) {
      rows[place]!.push(...news.rows);
      fractions[place] = news.fraction;
      changed();
    },
    onResult(place, result) {
      results[place] = result;
      fractions[place] = 1;
      changed();
    },
  }, workersFor(points.length));
  return {
    run: { choice, points, rows, results, measured: undefined },
    share: () => fractions.reduce((sum, fraction) => sum + fraction, 0) / points.length,
    end: computation.results,
    stop: computation.stop,
  };
}
