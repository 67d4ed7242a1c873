import { number, percent, seed, sometimes, text, whole } from "./column.ts";
import { sweepRows } from "./runs.ts";
import type { Table } from "./table.ts";

interface Run {
  readonly name: string;
  readonly alpha: number;
  readonly seed: number;
  readonly curve: readonly {
    readonly step: number;
    readonly loss: number;
    readonly accuracy: number;
    readonly moved: number;
    readonly testAccuracy: number;
  }[];
}

/** Figure 20.4. */
export const table: Table = {
  rowIs: "A row is a look at a network in training.",
  key: ["series", "alpha", "seed", "step"],
  columns: {
    series: text("initialization, and whether the steps are longer", [
      "He",
      "PyTorch’s default",
      "He, steps × α",
    ]),
    alpha: number("first parameters, as a multiple of the initialization", "", 0),
    seed,
    step: whole("steps taken", 0),
    training_mean_squared_error: number("loss over the training images", "", 0),
    training_accuracy_percent: percent("training images that are right; 99 % is a fit"),
    distance_moved: number("distance of the parameters from the first ones", "", 0),
    test_accuracy_percent: sometimes(percent("test images that are right"), "before the fit"),
  },
  rows: (runs) =>
    sweepRows<Run>(runs, "fig-20-04").flatMap(({ name, alpha, seed, curve }) =>
      curve.map((look) => ({
        series: name,
        alpha,
        seed,
        step: look.step,
        training_mean_squared_error: look.loss,
        training_accuracy_percent: 100 * look.accuracy,
        distance_moved: look.moved,
        test_accuracy_percent: 100 * look.testAccuracy,
      }))
    ),
};
