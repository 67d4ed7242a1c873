import { number, percent, seed, sometimes, text, whole } from "./column.ts";
import { sweepRows } from "./runs.ts";
import type { Row, Table } from "./table.ts";

interface Run {
  readonly model: string;
  readonly rate: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly epochs: number;
  readonly goal: number;
  readonly sharpness: number;
  readonly curve: readonly {
    readonly epoch: number;
    readonly trainAccuracy: number;
    readonly testAccuracy: number;
  }[];
}

function rowOf(run: Run): Row {
  const inTime = run.curve.find(({ epoch }) => epoch === run.epochs)!;
  const last = run.curve.at(-1)!;
  const isFitted = last.trainAccuracy >= run.goal;
  return {
    model: run.model,
    batch_size: run.batchSize,
    learning_rate: run.rate,
    seed: run.seed,
    epochs: run.epochs,
    training_accuracy_percent: 100 * inTime.trainAccuracy,
    test_accuracy_percent: 100 * inTime.testAccuracy,
    epochs_to_fit: isFitted ? last.epoch : undefined,
    test_accuracy_fitted_percent: isFitted ? 100 * last.testAccuracy : undefined,
    sharpness_percent: run.sharpness,
  };
}

const withoutFit = "networks that were not trained to the fit";

/** Figure 20.10. */
export const table: Table = {
  rowIs: "A row is a trained network.",
  key: ["model", "batch_size", "learning_rate", "seed"],
  columns: {
    model: text("kind of network", ["plain", "residual"]),
    batch_size: whole("images a step", 1),
    learning_rate: number("learning rate of gradient descent", "", 0),
    seed,
    epochs: whole("epochs after which all are compared", 1),
    training_accuracy_percent: percent("training images that are right after these epochs"),
    test_accuracy_percent: percent("test images that are right after these epochs"),
    epochs_to_fit: sometimes(
      whole("epochs to the fit: 99 % of the training images", 1),
      withoutFit,
    ),
    test_accuracy_fitted_percent: sometimes(
      percent("test images that are right at the fit"),
      withoutFit,
    ),
    sharpness_percent: sometimes(
      number("largest rise of the loss in a small box around the fit", "%", 0),
      withoutFit,
    ),
  },
  rows: (runs) => sweepRows<Run>(runs, "fig-20-10").map(rowOf),
};
