import { number, percent, seed, sometimes, text, whole } from "./column.ts";
import { type Runs, sweepRows } from "./runs.ts";
import type { Row, Table } from "./table.ts";

interface Run {
  readonly alpha: number;
  readonly weightDecay: number;
  readonly seed: number;
}

interface Look {
  readonly step: number;
  readonly norm: number;
  readonly testAccuracy: number;
}

interface WholeRun extends Run {
  readonly curve: readonly (Look & { readonly trainAccuracy: number })[];
}

interface ChangedRun extends Run {
  readonly change: string;
  readonly fitStep: number;
  readonly curve: readonly Look[];
}

function wholeRows(runs: Runs): Row[] {
  return sweepRows<WholeRun>(runs, "fig-20-13").flatMap(({ alpha, weightDecay, seed, curve }) =>
    curve.map((look) => ({
      change: "none",
      alpha,
      weight_decay: weightDecay,
      seed,
      step: look.step,
      parameter_norm: look.norm,
      training_accuracy_percent: 100 * look.trainAccuracy,
      test_accuracy_percent: 100 * look.testAccuracy,
    }))
  );
}

function changedRows(runs: Runs): Row[] {
  return sweepRows<ChangedRun>(runs, "fig-20-13-changes").flatMap((run) =>
    run.curve.map((look) => ({
      change: run.change,
      alpha: run.alpha,
      weight_decay: run.weightDecay,
      seed: run.seed,
      step: run.fitStep + look.step,
      steps_after_change: look.step,
      parameter_norm: look.norm,
      test_accuracy_percent: 100 * look.testAccuracy,
    }))
  );
}

/** Figure 20.13. */
export const table: Table = {
  rowIs: "A row is a look at a network in training.",
  key: ["change", "alpha", "weight_decay", "seed", "step"],
  columns: {
    change: text("what is done to the parameters at the fit", [
      "none",
      "norm held",
      "shrunk to He’s norm",
      "shrunk to a usual start",
    ]),
    alpha: number("first parameters, as a multiple of PyTorch’s default", "", 0),
    weight_decay: number("weight decay of AdamW", "", 0),
    seed,
    step: whole("steps taken", 0),
    steps_after_change: sometimes(whole("those of them after the change", 0), "no change"),
    parameter_norm: number("Euclidean norm of all parameters", "", 0),
    training_accuracy_percent: sometimes(
      percent("training images that are right"),
      "after a change",
    ),
    test_accuracy_percent: percent("test images that are right"),
  },
  rows: (runs) => [...wholeRows(runs), ...changedRows(runs)],
};
