import { kernels } from "../compute/kernels.ts";
import type { MlpLoss } from "./mlp_shape.ts";

/** A loss function on a tile of outputs, given by address. */
export interface Loss {
  /** The value in the padding columns of the outputs. */
  readonly padding: number;
  /** Number of terms that an example adds to the mean. */
  readonly terms: number;
  /** Turns outputs z into predictions p, in place, and returns the sum of all terms. */
  value(z: number, labels: number, rows: number, columns: number): number;
  /** The derivative of a term with respect to the outputs is this times p − onehot(label). */
  readonly slope: number;
  /** delta ← scale·(p − onehot(label)), for predictions p. */
  derivative(
    p: number,
    labels: number,
    delta: number,
    rows: number,
    columns: number,
    scale: number,
  ): void;
  /** rdelta ← directional derivative of scale·p, given that of the outputs, rz. */
  tangent(
    p: number,
    rz: number,
    rdelta: number,
    rows: number,
    columns: number,
    scale: number,
  ): void;
}

/** The loss function of that name for that many classes. */
export function createLoss(name: MlpLoss, classes: number): Loss {
  const kernel = kernels();
  if (name === "crossEntropy") {
    return {
      padding: -Infinity,
      terms: 1,
      value: kernel.softmaxCrossEntropy,
      slope: 1,
      derivative: kernel.subtractOneHot,
      tangent: kernel.softmaxTangent,
    };
  }
  return {
    padding: 0,
    terms: classes,
    value: kernel.squaredError,
    slope: 2,
    derivative: kernel.subtractOneHot,
    tangent: (_, rz, rdelta, rows, columns, scale) =>
      kernel.scale(rz, rdelta, rows * columns, scale),
  };
}
