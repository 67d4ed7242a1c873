import { type JudgedClaim, otherVerdicts } from "../notebook/judge.ts";
import type { FigureText } from "../notebook/show.ts";
import type { Charts } from "../notebook/svg.ts";
import { runIn } from "./host.ts";
import type { StoredRuns } from "./stored.ts";

/** Charts that a cell shows. */
export interface Shown {
  /** The cell's id. */
  readonly cell: string;
  /** The charts. */
  readonly charts: Charts;
  /** Their alt text and caption. */
  readonly text: FigureText;
}

/** What came of a notebook's cells. */
export interface Replayed {
  /** The charts, in order. */
  readonly shown: readonly Shown[];
  /** The claims with their verdicts, in order. */
  readonly claims: readonly JudgedClaim[];
}

/**
 * Runs the cells of a notebook with its stored runs in place of its sweeps.
 *
 * @param cells Runs the cells.
 * @throws {Error} If the cells ask for other runs than were stored, or a verdict is not the declared one.
 */
export async function replay(cells: () => Promise<void>, runs: StoredRuns): Promise<Replayed> {
  const shown: Shown[] = [];
  const claims: JudgedClaim[] = [];
  const waiting = [...runs.sweeps];
  const calls = [...runs.calls];
  let cell = "";
  runIn({
    scale: runs.scale,
    sweep(name, points) {
      const stored = waiting.shift();
      if (stored?.name !== name || stored.points.length !== points.length) {
        return Promise.reject(new Error(`The runs of ${name} are not stored with the page.`));
      }
      return Promise.resolve(stored.results as readonly object[]);
    },
    remember(name) {
      const call = calls.shift();
      if (call?.name === name) return call.result;
      throw new Error(`What ${name}() returned is not stored with the page.`);
    },
    show: (charts, text) => shown.push({ cell, charts, text }),
    facts: (facts) => claims.push(...(facts.claims ?? []) as JudgedClaim[]),
    enter: (id) => cell = id,
  });
  await cells();
  const others = otherVerdicts(claims);
  if (others.length > 0) throw new Error(`The stored runs give ${others.join(", ")}.`);
  return { shown, claims };
}
