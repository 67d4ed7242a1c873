import { number, seed, text, whole } from "./column.ts";
import { sweepRows } from "./runs.ts";
import type { Table } from "./table.ts";

interface Run {
  readonly norm: string;
  readonly condition: string;
  readonly images: number;
  readonly channels: number;
  readonly seed: number;
  readonly curve: readonly { readonly step: number; readonly loss: number }[];
}

/** Figure 20.1. */
export const table: Table = {
  rowIs: "A row is a look at a network in training.",
  key: ["normalization", "data", "images", "channels", "seed", "step"],
  columns: {
    normalization: text("normalization of the network: of the batch, or local", ["batch", "local"]),
    data: text("what the network is trained on", [
      "true labels",
      "Gaussian pixels",
      "random labels",
    ]),
    images: whole("training images", 1),
    channels: whole("channels of each convolution", 1),
    seed,
    step: whole("steps taken", 0),
    training_loss_nats: number("mean loss of the steps since the row before", "nats", 0),
  },
  rows: (runs) =>
    sweepRows<Run>(runs, "fig-20-01").flatMap((run) =>
      run.curve.map(({ step, loss }) => ({
        normalization: run.norm,
        data: run.condition,
        images: run.images,
        channels: run.channels,
        seed: run.seed,
        step,
        training_loss_nats: loss,
      }))
    ),
};
