import { number, percent, seed, text, whole } from "./column.ts";
import { sweepRows } from "./runs.ts";
import type { Table } from "./table.ts";

interface Run {
  readonly labels: string;
  readonly depth: number;
  readonly parameters: number;
  readonly learningRate: number;
  readonly seed: number;
  readonly curve: readonly { readonly epoch: number; readonly error: number }[];
}

/** Figure 20.2. */
export const table: Table = {
  rowIs: "A row is a look at a network in training.",
  key: ["labels", "hidden_layers", "seed", "epoch"],
  columns: {
    labels: text("labels that the network is trained on", ["random", "true"]),
    hidden_layers: whole("hidden layers of the network", 1),
    parameters: whole("parameters of the network", 1),
    learning_rate: number("learning rate of gradient descent", "", 0),
    seed,
    epoch: whole("epochs taken, each one step on all examples", 0),
    training_error_percent: percent("training examples that the network gets wrong"),
  },
  rows: (runs) =>
    sweepRows<Run>(runs, "fig-20-02").flatMap((run) =>
      run.curve.map(({ epoch, error }) => ({
        labels: run.labels,
        hidden_layers: run.depth,
        parameters: run.parameters,
        learning_rate: run.learningRate,
        seed: run.seed,
        epoch,
        training_error_percent: error,
      }))
    ),
};
