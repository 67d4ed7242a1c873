import { percent, seed, text, whole } from "./column.ts";
import { sweepRows } from "./runs.ts";
import type { Table } from "./table.ts";

interface Run {
  readonly kind: string;
  readonly dim: number;
  readonly seed: number;
  readonly accuracy: number;
}

/** Figure 20.6. */
export const table: Table = {
  rowIs: "A row is a trained network.",
  key: ["subspace", "dimension", "seed"],
  columns: {
    subspace: text("how the random subspace is made", [
      "unconstrained",
      "hash",
      "sparse",
      "Fastfood",
    ]),
    dimension: whole("dimension d of the subspace; without one, that of all parameters", 1),
    seed,
    test_accuracy_percent: percent("test images that are right after the training"),
  },
  rows: (runs) =>
    sweepRows<Run>(runs, "fig-20-06").map(({ kind, dim, seed, accuracy }) => ({
      subspace: kind,
      dimension: dim,
      seed,
      test_accuracy_percent: 100 * accuracy,
    })),
};
