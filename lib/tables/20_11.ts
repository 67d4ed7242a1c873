import { number, percent, seed, sometimes, text } from "./column.ts";
import { type Runs, sweepRows } from "./runs.ts";
import type { Row, Table } from "./table.ts";

interface Minimum {
  readonly minimum: string;
  readonly seed: number;
  readonly trainAccuracy: number;
  readonly testAccuracy: number;
  readonly sharpness: number;
}

interface Measured {
  readonly place: string;
  readonly seed: number;
  readonly loss: number;
  readonly sharpness: number;
  readonly eigenvalue: number;
  readonly riseByNoise: number;
}

interface Slice {
  readonly seed: number;
  readonly line: readonly {
    readonly delta: number;
    readonly training: number;
    readonly test: number;
  }[];
}

const rescaled = "small batch, rescaled";

function lineRows(runs: Runs): Row[] {
  return sweepRows<Slice>(runs, "fig-20-11-slices").flatMap(({ seed, line }) =>
    line.map(({ delta, training, test }) => ({
      place: "on the line",
      seed,
      position: delta,
      training_loss_nats: training,
      test_loss_nats: test,
    }))
  );
}

/** What was measured at a place, if it was. */
function measuresOf(measured: Measured | undefined): Row {
  return {
    training_loss_nats: measured?.loss,
    sharpness_percent: measured?.sharpness,
    largest_eigenvalue: measured?.eigenvalue,
    rise_under_noise_nats: measured?.riseByNoise,
  };
}

function minimumRows(runs: Runs): Row[] {
  const measures = sweepRows<Measured>(runs, "fig-20-11-measures");
  const minima = sweepRows<Minimum>(runs, "fig-20-11-minima").map((row) => ({
    ...measuresOf(measures.find(({ place, seed }) => place === row.minimum && seed === row.seed)),
    place: row.minimum,
    seed: row.seed,
    sharpness_by_signs_percent: row.sharpness,
    training_accuracy_percent: 100 * row.trainAccuracy,
    test_accuracy_percent: 100 * row.testAccuracy,
  }));
  const copies = measures.filter(({ place }) => place === "rescaled").map((row) => ({
    ...measuresOf(row),
    place: rescaled,
    seed: row.seed,
  }));
  return [...minima, ...copies];
}

const onLine = "on the line";
const someMinima = "minima with another start or found by SAM";

/** Figure 20.11. */
export const table: Table = {
  rowIs: "A row is a minimum, or a place on the line through the two of a seed.",
  key: ["place", "seed", "position"],
  columns: {
    place: text("how the minimum was found, or that the place is on the line", [
      onLine,
      "large batch",
      "small batch",
      "large batch, He's start",
      "small batch, He's start",
      "large batch, SAM",
      rescaled,
    ]),
    seed,
    position: sometimes(
      number("place δ on the line: 0 is the small batch’s minimum, 1 the large one’s", ""),
      "minima",
    ),
    training_loss_nats: sometimes(number("loss over the training images", "nats", 0), someMinima),
    test_loss_nats: sometimes(number("loss over the test images", "nats", 0), "minima"),
    sharpness_percent: sometimes(
      number("largest rise of the loss in a small box, by L-BFGS and along signs", "%", 0),
      `${onLine}; ${someMinima}`,
    ),
    largest_eigenvalue: sometimes(
      number("largest eigenvalue of the Hessian", ""),
      `${onLine}; ${someMinima}`,
    ),
    rise_under_noise_nats: sometimes(
      number("mean rise of the loss when each parameter changes by about a tenth", "nats"),
      `${onLine}; ${someMinima}`,
    ),
    sharpness_by_signs_percent: sometimes(
      number("the same rise in a box, along signs alone", "%", 0),
      `${onLine}; ${rescaled}`,
    ),
    training_accuracy_percent: sometimes(
      percent("training images that are right"),
      `${onLine}; ${rescaled}`,
    ),
    test_accuracy_percent: sometimes(
      percent("test images that are right"),
      `${onLine}; ${rescaled}`,
    ),
  },
  rows: (runs) => [...lineRows(runs), ...minimumRows(runs)],
};
