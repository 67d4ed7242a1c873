import { UserError } from "../errors.ts";
import { expand } from "../notebook/compact.ts";
import type { StoredCall, StoredSweep } from "../notebook/stored_runs.ts";
import { decode } from "../sweep/encoding.ts";

/** The runs of a notebook; an array that was too long to be stored is an object in its place. */
export interface Runs {
  /** The sweeps, in the order in which they ran. */
  readonly sweeps: readonly StoredSweep[];
  /** The calls of functions on parameters, in order. */
  readonly calls: readonly StoredCall[];
}

/**
 * Reads the text of a `runs.json`.
 *
 * @throws {Error} If the text is damaged.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { encode } from "lib/sweep/encoding.ts";
 * import { readRuns } from "lib/tables/runs.ts";
 *
 * assertEquals(readRuns(encode({ sweeps: [], calls: [] })).sweeps, []);
 * ```
 */
export function readRuns(text: string): Runs {
  return expand(decode(text)) as Runs;
}

/**
 * The rows of a sweep, as its notebook has them: the fields of each point, and those of its result.
 *
 * @throws {UserError} If there is no sweep of this name.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { sweepRows } from "lib/tables/runs.ts";
 *
 * const sweeps = [{ name: "squares", points: [{ side: 2 }], results: [{ area: 4 }] }];
 * const rows = sweepRows<{ side: number; area: number }>({ sweeps, calls: [] }, "squares");
 * assertEquals(rows, [{ side: 2, area: 4 }]);
 * ```
 */
export function sweepRows<Row extends object>({ sweeps }: Runs, name: string): Row[] {
  const sweep = sweeps.find((one) => one.name === name);
  if (sweep === undefined) {
    throw new UserError(`No sweep is named ${name}.`, "Give it this name in the notebook.");
  }
  const { points, results } = sweep;
  return points.map((point, i) => Object.assign({}, point, results[i]) as Row);
}
