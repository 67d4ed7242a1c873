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

/** A run that grows, with the finished share of each point. */
interface GrowingRun {
  readonly choice: Choice;
  readonly points: object[];
  readonly rows: Row[][];
  readonly results: (object | undefined)[];
  readonly fractions: number[];
  readonly first: GrowingRun | undefined;
  measured: unknown;
}

function emptyRun(choice: Choice, first?: GrowingRun): GrowingRun {
  return { choice, points: [], rows: [], results: [], fractions: [], first, measured: undefined };
}

/** Finished share of a run; 0 before it has points. */
function shareOf({ fractions }: GrowingRun): number {
  return fractions.reduce((sum, fraction) => sum + fraction, 0) / Math.max(1, fractions.length);
}

/** Begins to compute points for a run that has none yet. */
function compute(
  run: GrowingRun,
  points: readonly object[],
  { module, sweep, changed }: {
    readonly module: string;
    readonly sweep: string;
    readonly changed: () => void;
  },
): Computation {
  for (const point of points) {
    run.points.push(point);
    run.rows.push([]);
    run.results.push(undefined);
    run.fractions.push(0);
  }
  const tasks = points.map((point) => ({ module, sweep, point }));
  return computeTasks(tasks, {
    onNews(place, news) {
      run.rows[place]!.push(...news.rows);
      run.fractions[place] = news.fraction;
      changed();
    },
    onResult(place, result) {
      run.results[place] = result;
      run.fractions[place] = 1;
      changed();
    },
  }, workersFor(points.length));
}

/**
 * The points that a run begins with: those of the panel's first sweep, if it has one.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { firstPoints } from "lib/web/panel/training.ts";
 *
 * const student = { points: () => [{ student: 1 }] };
 * const first = { sweep: "teachers", points: () => [{ teacher: 1 }] };
 * assertEquals(firstPoints(student, [], {}), [{ student: 1 }]);
 * assertEquals(firstPoints({ ...student, first }, [], {}), [{ teacher: 1 }]);
 * ```
 */
export function firstPoints(
  panel: Pick<Panel, "first" | "points">,
  notebook: readonly object[],
  choice: Choice,
): readonly object[] {
  return panel.first?.points(notebook, choice) ?? panel.points!(notebook, choice, []);
}

/**
 * Begins to compute the points of a choice, after those of the panel's first sweep if it has one.
 *
 * @param module Address of the module with the functions of the notebook's sweeps.
 * @param notebook The notebook's points.
 * @param changed Is called at each news.
 */
export function startTraining(
  panel: Panel,
  { module, notebook, choice, changed }: {
    readonly module: string;
    readonly notebook: readonly object[];
    readonly choice: Choice;
    readonly changed: () => void;
  },
): Training {
  const first = emptyRun(choice);
  const run = emptyRun(choice, panel.first && first);
  let computation: Computation | undefined;

  async function computeAll(): Promise<void> {
    if (panel.first !== undefined) {
      const points = panel.first.points(notebook, choice);
      computation = compute(first, points, { module, sweep: panel.first.sweep, changed });
      await computation.results;
    }
    const points = panel.points!(notebook, choice, first.results as object[]);
    computation = compute(run, points, { module, sweep: panel.sweep!, changed });
    await computation.results;
  }
  const end = computeAll();
  return {
    run,
    share: () => panel.first ? (shareOf(first) + shareOf(run)) / 2 : shareOf(run),
    end,
    stop: () => computation?.stop(),
  };
}
