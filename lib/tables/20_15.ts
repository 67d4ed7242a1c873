import { percent, seed, text } from "./column.ts";
import { type Runs, sweepRows } from "./runs.ts";
import type { Row, Table } from "./table.ts";

interface WholeNetwork {
  readonly seed: number;
  readonly denseAccuracy: number;
}

interface Run {
  readonly way: string;
  readonly seed: number;
  readonly pruned: readonly {
    readonly start: string;
    readonly keep: number;
    readonly accuracy: number;
  }[];
}

function wholeRows(runs: Runs): Row[] {
  return sweepRows<WholeNetwork>(runs, "fig-20-15-dense").map(({ seed, denseAccuracy }) => ({
    way: "trained",
    seed,
    weights_kept_percent: 100,
    test_error_percent: 100 * (1 - denseAccuracy),
  }));
}

function prunedRows(runs: Runs): Row[] {
  return sweepRows<Run>(runs, "fig-20-15").flatMap(({ way, seed, pruned }) =>
    pruned.map(({ start, keep, accuracy }) => ({
      way: start === "other" ? "tickets, drawn anew" : way,
      seed,
      weights_kept_percent: 100 * keep,
      test_error_percent: 100 * (1 - accuracy),
    }))
  );
}

/** Figure 20.15. */
export const table: Table = {
  rowIs: "A row is a network, pruned and trained on.",
  key: ["way", "seed", "weights_kept_percent"],
  columns: {
    way: text("how it was pruned; “trained” and “whole”, which is trained on, are not pruned", [
      "trained",
      "whole",
      "at once",
      "at once, as long",
      "in rounds",
      "tickets",
      "tickets, drawn anew",
      "at random",
      "not tuned",
    ]),
    seed,
    weights_kept_percent: percent("weights that are not 0"),
    test_error_percent: percent("test images that the network gets wrong"),
  },
  rows: (runs) => [...wholeRows(runs), ...prunedRows(runs)],
};
