import { number, seed, text } from "./column.ts";
import { sweepRows } from "./runs.ts";
import type { Table } from "./table.ts";

interface Slice {
  readonly kind: string;
  readonly path: string;
  readonly seed: number;
  readonly curve: readonly { readonly position: number; readonly loss: number }[];
}

/** Figure 20.5. */
export const table: Table = {
  rowIs: "A row is a place on a straight line through the space of the parameters.",
  key: ["units", "path", "seed", "position"],
  columns: {
    units: text("kind of the hidden units", ["ReLU", "maxout"]),
    path: text("what the line joins; “matched” says whose order the units of the first end have", [
      "start to solution",
      "solution to solution",
      "matched to the other solution",
      "matched to an untrained network",
    ]),
    seed,
    position: number("place δ on the line: 0 is its first end, 1 the other", ""),
    training_loss_nats: number("loss over the training images", "nats", 0),
  },
  rows: (runs) =>
    sweepRows<Slice>(runs, "fig-20-05-slices").flatMap(({ kind, path, seed, curve }) =>
      curve.map(({ position, loss }) => ({
        units: kind,
        path,
        seed,
        position,
        training_loss_nats: loss,
      }))
    ),
};
