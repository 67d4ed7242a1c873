import { number, percent, seed, text, whole } from "./column.ts";
import { sweepRows } from "./runs.ts";
import type { Table } from "./table.ts";

interface Run {
  readonly scaled: string;
  readonly dim: number;
  readonly seed: number;
  readonly curve: readonly {
    readonly logRadius: number;
    readonly trainAccuracy: number;
    readonly testAccuracy: number;
  }[];
}

/** Figure 20.12. */
export const table: Table = {
  rowIs: "A row is a network trained on a sphere.",
  key: ["scaled", "dimensions", "seed", "log10_radius_ratio"],
  columns: {
    scaled: text("what is scaled with the radius", ["nothing", "steps", "steps and pixels"]),
    dimensions: whole("dimensions of the subspace", 1),
    seed,
    log10_radius_ratio: number("log₁₀(r / rₓ), with rₓ the Xavier radius", ""),
    training_accuracy_percent: percent("training images that are right"),
    test_accuracy_percent: percent("test images that are right"),
  },
  rows: (runs) =>
    sweepRows<Run>(runs, "fig-20-12").flatMap(({ scaled, dim, seed, curve }) =>
      curve.map((sphere) => ({
        scaled,
        dimensions: dim,
        seed,
        log10_radius_ratio: sphere.logRadius,
        training_accuracy_percent: 100 * sphere.trainAccuracy,
        test_accuracy_percent: 100 * sphere.testAccuracy,
      }))
    ),
};
