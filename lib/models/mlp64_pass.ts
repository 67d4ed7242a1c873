/** Forward and backward pass of one example through a small MLP in double precision.
 *
 * @module
 */

import { softmaxCrossEntropy } from "../compute/softmax.ts";
import { tanh } from "../elementary/tanh.ts";
import type { MlpActivation, MlpShape } from "./mlp_shape.ts";

/** A layer, and what a pass leaves there. */
export interface Layer64 {
  /** Index in φ of its weights, inputs × outputs, which are followed by its bias. */
  readonly offset: number;
  /** Its inputs h, with a 1 at the end if it has a bias. */
  readonly h: Float64Array;
  /** Derivatives ∂L/∂h with respect to its inputs. */
  readonly back: Float64Array;
  /** Derivatives δ = ∂L/∂z with respect to its sums z = hW. */
  readonly delta: Float64Array;
}

/** A network, and what the passes of an example leave there. */
export interface Pass64 {
  /** Its layers, starting at the inputs. */
  readonly layers: readonly Layer64[];
  /** Softmax of the outputs; for the squared error, the outputs. */
  readonly outputs: Float64Array;
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

/** Allocates the passes of an example. */
export function createPass({ places, widths, activation, loss }: MlpShape): Pass64 {
  const layers = places.map(({ weight, bias }): Layer64 => {
    const [inputs, outputs] = weight.shape as [number, number];
    return {
      offset: weight.offset,
      h: new Float64Array(bias ? inputs + 1 : inputs).fill(1),
      back: new Float64Array(inputs),
      delta: new Float64Array(outputs),
    };
  });
  return {
    layers,
    outputs: new Float64Array(widths.at(-1)!),
    activation: activations[activation],
    isCrossEntropy: loss === "crossEntropy",
  };
}

/** Forward pass, and δ of the last layer; returns the loss. */
export function forward(pass: Pass64, phi: Float64Array, x: Float32Array, label: number): number {
  const { layers, outputs, activation, isCrossEntropy } = pass;
  layers[0]!.h.set(x);
  layers.forEach((layer, l) => {
    const next = layers[l + 1];
    multiply(next?.h ?? outputs, layer.h, layer, phi);
    if (next === undefined) return;
    for (let i = 0; i < next.back.length; i++) next.h[i] = activation.value(next.h[i]!);
  });
  const { delta } = layers.at(-1)!;
  return isCrossEntropy ? softmaxLoss(outputs, label, delta) : squaredLoss(outputs, label, delta);
}

/** Backward pass: adds the gradient of the loss to `gradient`. */
export function backward(
  { layers, activation }: Pass64,
  phi: Float64Array,
  gradient: Float64Array,
): void {
  for (let l = layers.length - 1; l >= 0; l--) {
    const layer = layers[l]!;
    const { h, back, delta } = layer;
    addOuterProduct(gradient, layer);
    if (l === 0) return;
    multiplyByTransposed(back, delta, layer, phi);
    const before = layers[l - 1]!.delta;
    for (let i = 0; i < back.length; i++) before[i] = back[i]! * activation.slope(h[i]!);
  }
}

/** z ← hW with a layer's weights W in φ; z may be longer. */
export function multiply(
  z: Float64Array,
  h: Float64Array,
  { offset, delta: { length: outputs } }: Layer64,
  phi: Float64Array,
): void {
  z.fill(0, 0, outputs);
  for (let j = 0; j < h.length; j++) {
    const row = offset + j * outputs;
    for (let i = 0; i < outputs; i++) z[i]! += h[j]! * phi[row + i]!;
  }
}

/** back ← δWᵀ with a layer's weights W in φ, the bias excepted. */
export function multiplyByTransposed(
  back: Float64Array,
  delta: Float64Array,
  { offset }: Layer64,
  phi: Float64Array,
): void {
  for (let j = 0; j < back.length; j++) {
    const row = offset + j * delta.length;
    let sum = 0;
    for (let i = 0; i < delta.length; i++) sum += phi[row + i]! * delta[i]!;
    back[j] = sum;
  }
}

/** Adds hδᵀ to a layer's part of the gradient. */
function addOuterProduct(gradient: Float64Array, { offset, h, delta }: Layer64): void {
  for (let j = 0; j < h.length; j++) {
    const row = offset + j * delta.length;
    for (let i = 0; i < delta.length; i++) gradient[row + i]! += h[j]! * delta[i]!;
  }
}

/** −ln softmax(z)[label], where softmax(z) replaces z; the derivatives go to `delta`. */
function softmaxLoss(z: Float64Array, label: number, delta: Float64Array): number {
  const loss = softmaxCrossEntropy(z, label);
  delta.set(z);
  delta[label] = delta[label]! - 1;
  return loss;
}

/** Mean over the outputs of (z − onehot(label))²; the derivatives go to `delta`. */
function squaredLoss(z: Float64Array, label: number, delta: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < z.length; i++) {
    const error = z[i]! - (i === label ? 1 : 0);
    sum += error * error;
    delta[i] = 2 * error / z.length;
  }
  return sum / z.length;
}
