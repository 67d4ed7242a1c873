import { flag, number, percent, seed, sometimes, text, whole } from "./column.ts";
import { type Runs, sweepRows } from "./runs.ts";
import type { Row, Table } from "./table.ts";

interface GlassRun {
  readonly spins: number;
  readonly seed: number;
  readonly found: readonly {
    readonly energy: number;
    readonly fraction: number;
    readonly index: number;
    readonly converged: boolean;
  }[];
}

interface NetworkPoint {
  readonly value: number;
  readonly fraction: number;
  readonly gradientNorm: number;
  readonly error: number;
}

interface PenalizedRun {
  readonly seed: number;
  readonly found: readonly (NetworkPoint & { readonly index: number })[];
}

interface NetworkRun {
  readonly seed: number;
  readonly ends: readonly NetworkPoint[];
  readonly ordinary: readonly NetworkPoint[];
  readonly guessingLoss: number;
}

/** Largest difference from the loss of guessing of a network that ignores its inputs. */
const guessing = 1e-6;

function glassRows(runs: Runs): Row[] {
  return sweepRows<GlassRun>(runs, "fig-20-08-a").flatMap(({ spins, seed, found }) =>
    found.map(({ energy, fraction, index, converged }, i) => ({
      searched: "random Gaussian",
      point: "end of a search",
      variables: spins,
      seed,
      point_number: i + 1,
      energy_per_variable: energy,
      directions_down_percent: 100 * fraction,
      directions_down: index,
      converged: Number(converged),
    }))
  );
}

/** A row of a network's point, but for what only some points have. */
function networkRow(name: string, point: string, seed: number, i: number, of: NetworkPoint): Row {
  return {
    searched: name,
    point,
    seed,
    point_number: i + 1,
    training_loss_nats: of.value,
    directions_down_percent: 100 * of.fraction,
    gradient_norm: of.gradientNorm,
    training_error_percent: of.error,
  };
}

function penalizedRows(runs: Runs): Row[] {
  return sweepRows<PenalizedRun>(runs, "fig-20-08-penalty").flatMap(({ seed, found }) =>
    found.map((end, i) => ({
      ...networkRow("network, penalty", "end of a search", seed, i, end),
      directions_down: end.index,
    }))
  );
}

function networkRows(runs: Runs): Row[] {
  const name = "network, no penalty";
  return sweepRows<NetworkRun>(runs, "fig-20-08-b").flatMap((run) => [
    ...run.ends.map((end, i) => ({
      ...networkRow(name, "end of a search", run.seed, i, end),
      ignores_inputs: Number(Math.abs(end.value - run.guessingLoss) < guessing),
    })),
    ...run.ordinary.map((look, i) =>
      networkRow(name, "on the path of gradient descent", run.seed, i, look)
    ),
  ]);
}

/** Figure 20.8. */
export const table: Table = {
  rowIs: "A row is a point: the end of a search for a critical one, or one of gradient descent.",
  key: ["searched", "point", "variables", "seed", "point_number"],
  columns: {
    searched: text("function that is searched", [
      "random Gaussian",
      "network, penalty",
      "network, no penalty",
    ]),
    point: text("where the point comes from", [
      "end of a search",
      "on the path of gradient descent",
    ]),
    variables: sometimes(whole("variables N of the function", 1), "networks"),
    seed,
    point_number: whole("number of the point among those with the same seed", 1),
    energy_per_variable: sometimes(number("energy H / N", ""), "networks"),
    training_loss_nats: sometimes(
      number("loss over the training images, with the penalty if there is one", "nats", 0),
      "random Gaussian",
    ),
    directions_down_percent: percent(
      "eigenvalues of the Hessian below 0, of those that are not flat",
    ),
    directions_down: sometimes(whole("number of these eigenvalues", 0), "network, no penalty"),
    gradient_norm: sometimes(number("norm of the gradient", "", 0), "random Gaussian"),
    training_error_percent: sometimes(
      percent("training images that the network gets wrong"),
      "random Gaussian",
    ),
    converged: sometimes(
      flag("1 if the search converged, otherwise 0"),
      "networks, whose gradient tells it",
    ),
    ignores_inputs: sometimes(
      flag("1 if the network gives each image the same output, otherwise 0"),
      "all but ends of searches without a penalty",
    ),
  },
  rows: (runs) => [...glassRows(runs), ...penalizedRows(runs), ...networkRows(runs)],
};
