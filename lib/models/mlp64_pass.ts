/** Forward and backward pass of a small MLP in double precision.
 *
 * @module
 */

import { softmaxCrossEntropy } from "../compute/softmax.ts";
import { tanh } from "../elementary/tanh.ts";
import {
  addTransposedProduct,
  type Matrix64,
  multiply,
  multiplyByTransposed,
  rowOf,
  zeros64,
} from "../compute/matrix64.ts";
import type { MlpActivation, MlpShape } from "./mlp_shape.ts";

/** A layer, and what a pass leaves there: matrices with a row for each example. */
export interface Layer64 {
  /** Index in φ of its weights, inputs × outputs, which are followed by its bias. */
  readonly offset: number;
  /** Its inputs h, with a 1 at the end of each row if it has a bias. */
  readonly h: Matrix64;
  /** Derivatives ∂L/∂h of the example's loss with respect to its inputs. */
  readonly back: Matrix64;
  /** Derivatives δ = ∂L/∂z of the example's loss with respect to its sums z = hW. */
  readonly delta: Matrix64;
}

/** A network, and what a pass leaves there. */
export interface Pass64 {
  /** Its layers, starting at the inputs. */
  readonly layers: readonly Layer64[];
  /** Softmax of the outputs; for the squared error, the outputs. */
  readonly outputs: Matrix64;
  /** Activation of the hidden units. */
  readonly activation: Activation64;
  /** Whether the loss is the cross-entropy, or else the squared error. */
  readonly isCrossEntropy: boolean;
}

/** An activation h = f(z); its derivatives are functions of h. */
export interface Activation64 {
  value(z: number): number;
  /** f′(z). */
  slope(h: number): number;
  /** f″(z). */
  bend(h: number): number;
}

const activations: Readonly<Record<MlpActivation, Activation64>> = {
  relu: {
    value: (z) => Math.max(0, z),
    slope: (h) => h > 0 ? 1 : 0,
    bend: () => 0,
  },
  tanh: {
    value: tanh,
    slope: (h) => 1 - h * h,
    bend: (h) => -2 * h * (1 - h * h),
  },
};

/** Allocates passes of at most `size` examples. */
export function createPass({ places, widths, activation, loss }: MlpShape, size: number): Pass64 {
  const layers = places.map(({ weight, bias }): Layer64 => {
    const [inputs, outputs] = weight.shape as [number, number];
    const h = zeros64(size, bias ? inputs + 1 : inputs);
    h.data.fill(1);
    return {
      offset: weight.offset,
      h,
      back: zeros64(size, inputs),
      delta: zeros64(size, outputs),
    };
  });
  return {
    layers,
    outputs: zeros64(size, widths.at(-1)!),
    activation: activations[activation],
    isCrossEntropy: loss === "crossEntropy",
  };
}

/** The part of a vector like φ that holds a layer's weights and, as the last row, its bias. */
export function weightsOf({ offset, h, delta }: Layer64, phi: Float64Array): Matrix64 {
  const [rows, columns] = [h.columns, delta.columns];
  return { data: phi.subarray(offset, offset + rows * columns), rows, columns };
}

/** Forward pass, and δ of the last layer; returns the sum of the losses. */
export function forward(pass: Pass64, phi: Float64Array, x: Float32Array, y: Uint8Array): number {
  const { layers, outputs, activation, isCrossEntropy } = pass;
  const inputs = layers[0]!.back.columns;
  setRows(pass, y.length);
  for (let n = 0; n < y.length; n++) {
    rowOf(layers[0]!.h, n).set(x.subarray(n * inputs, (n + 1) * inputs));
  }
  layers.forEach((layer, l) => {
    const next = layers[l + 1];
    if (next === undefined) return multiply(outputs, layer.h, weightsOf(layer, phi));
    multiply(next.h, layer.h, weightsOf(layer, phi));
    forEachUnit(next, (unit) => next.h.data[unit] = activation.value(next.h.data[unit]!));
  });
  const { delta } = layers.at(-1)!;
  const lossOf = isCrossEntropy ? softmaxLoss : squaredLoss;
  let total = 0;
  for (let n = 0; n < y.length; n++) total += lossOf(rowOf(outputs, n), y[n]!, rowOf(delta, n));
  return total;
}

/** Backward pass: adds the gradient of the examples' losses to `gradient`. */
export function backward(pass: Pass64, phi: Float64Array, gradient: Float64Array): void {
  const { layers, activation } = pass;
  for (let l = layers.length - 1; l >= 0; l--) {
    const layer = layers[l]!;
    const { h, back, delta } = layer;
    addTransposedProduct(weightsOf(layer, gradient), h, delta);
    if (l === 0) return;
    multiplyByTransposed(back, delta, weightsOf(layer, phi));
    const before = layers[l - 1]!.delta.data;
    forEachUnit(layer, (unit, i) => before[i] = back.data[i]! * activation.slope(h.data[unit]!));
  }
}

/**
 * Calls `visit` for each of a layer's inputs in each example, with its index in `h` and that in
 * matrices without a column for the bias.
 */
export function forEachUnit({ h, back }: Layer64, visit: (unit: number, i: number) => void): void {
  for (let n = 0; n < h.rows; n++) {
    for (let j = 0; j < back.columns; j++) visit(n * h.columns + j, n * back.columns + j);
  }
}

/** Sets the number of examples. */
function setRows({ layers, outputs }: Pass64, rows: number): void {
  outputs.rows = rows;
  for (const { h, back, delta } of layers) {
    for (const matrix of [h, back, delta]) matrix.rows = rows;
  }
}

/** −ln softmax(z)[label] of one row, which softmax(z) replaces; its derivatives go to `delta`. */
function softmaxLoss(z: Float64Array, label: number, delta: Float64Array): number {
  const loss = softmaxCrossEntropy(z, label);
  delta.set(z);
  delta[label] = delta[label]! - 1;
  return loss;
}

/** Mean over the outputs of (z − onehot(label))²; its derivatives go to `delta`. */
function squaredLoss(z: Float64Array, label: number, delta: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < z.length; i++) {
    const error = z[i]! - (i === label ? 1 : 0);
    sum += error * error;
    delta[i] = 2 * error / z.length;
  }
  return sum / z.length;
}
