/** Forward and backward pass of a small MLP in double precision.
 *
 * @module
 */
import { exp } from "../elementary/exp.ts";
import { log } from "../elementary/log.ts";
import { tanh as hyperbolicTangent } from "../elementary/tanh.ts";

/** A layer: the place of its parameters in φ, and its widths. */
export interface Layer64 {
  /** Index of its weights, `inputs` × `outputs`, which are followed by its bias. */
  readonly offset: number;
  /** Number of inputs. */
  readonly inputs: number;
  /** Rows of weights and bias: `inputs`, plus one if it has a bias. */
  readonly rows: number;
  /** Number of outputs. */
  readonly outputs: number;
}

/**
 * Buffers for a pass over some examples, row-major with one row per example, and the pass itself.
 */
export interface Pass {
  /** Inputs of each layer with a 1 for the bias, examples × `rows`. */
  readonly h: readonly Float64Array[];
  /** Derivatives f′ of each layer's activation, examples × `outputs`; 1 in the last layer. */
  readonly slope: readonly Float64Array[];
  /** Second derivatives f″, examples × `outputs`; 0 in the last layer. */
  readonly bend: readonly Float64Array[];
  /** Derivatives of the example's loss with respect to each layer's sums, examples × `outputs`. */
  readonly delta: readonly Float64Array[];
  /** Derivatives of the example's loss with respect to each layer's units, examples × `outputs`. */
  readonly back: readonly Float64Array[];
  /** Softmax of the outputs, examples × classes; for the squared error, the outputs. */
  readonly outputs: Float64Array;
  /** Forward pass, including `delta` of the last layer; returns the sum of the losses. */
  forward(phi: Float64Array, x: Float32Array, y: Uint8Array): number;
  /** Backward pass of `count` examples; adds the gradient of their losses to `gradient`. */
  backward(phi: Float64Array, count: number, gradient: Float64Array): void;
}

/** Creates buffers for at most `size` examples; tanh or ReLU, cross-entropy or MSE. */
export function createPass(
  layers: readonly Layer64[],
  size: number,
  tanh: boolean,
  crossEntropy: boolean,
): Pass {
  const make = (width: (layer: Layer64) => number): Float64Array[] =>
    layers.map((layer) => new Float64Array(size * width(layer)).fill(1));
  const [h, slope, bend] = [
    make(({ rows }) => rows),
    make(({ outputs }) => outputs),
    make(({ outputs }) => outputs),
  ];
  const [delta, back] = [make(({ outputs }) => outputs), make(({ outputs }) => outputs)];
  bend.at(-1)!.fill(0);
  const classes = layers.at(-1)!.outputs;
  const outputs = new Float64Array(size * classes);

  function forward(phi: Float64Array, x: Float32Array, y: Uint8Array): number {
    const { inputs, rows } = layers[0]!;
    let total = 0;
    for (let n = 0; n < y.length; n++) {
      h[0]!.set(x.subarray(n * inputs, (n + 1) * inputs), n * rows);
      layers.forEach((layer, l) => {
        const next = layers[l + 1];
        const z = next ? h[l + 1]! : outputs;
        const at = n * (next ? next.rows : classes);
        multiplyRow(layer, phi, h[l]!, n, z, at);
        if (next) activate(z, at, next.inputs, slope[l]!, bend[l]!, n);
      });
      const z = outputs.subarray(n * classes, (n + 1) * classes);
      const derivatives = delta.at(-1)!.subarray(n * classes, (n + 1) * classes);
      total += (crossEntropy ? softmaxLoss : squaredLoss)(z, y[n]!, derivatives);
    }
    return total;
  }

  /** Applies the activation to one row, and stores its derivatives. */
  function activate(
    z: Float64Array,
    at: number,
    width: number,
    slope: Float64Array,
    bend: Float64Array,
    n: number,
  ): void {
    for (let i = 0; i < width; i++) {
      const sum = z[at + i]!;
      const unit = tanh ? hyperbolicTangent(sum) : Math.max(0, sum);
      const derivative = tanh ? 1 - unit * unit : sum > 0 ? 1 : 0;
      z[at + i] = unit;
      slope[n * width + i] = derivative;
      bend[n * width + i] = tanh ? -2 * unit * derivative : 0;
    }
  }

  function backward(phi: Float64Array, count: number, gradient: Float64Array): void {
    for (let l = layers.length - 1; l >= 0; l--) {
      const layer = layers[l]!;
      for (let n = 0; n < count; n++) {
        addOuterProduct(layer, h[l]!, delta[l]!, n, gradient);
        if (l === 0) continue;
        multiplyRowBack(layer, phi, delta[l]!, n, back[l - 1]!);
        for (let i = n * layer.inputs; i < (n + 1) * layer.inputs; i++) {
          delta[l - 1]![i] = back[l - 1]![i]! * slope[l - 1]![i]!;
        }
      }
    }
  }

  return { h, slope, bend, delta, back, outputs, forward, backward };
}

/** Row n of h times weights and bias, written to `z` from index `at` on. */
function multiplyRow(
  { offset, rows, outputs }: Layer64,
  phi: Float64Array,
  h: Float64Array,
  n: number,
  out: Float64Array,
  at: number,
): void {
  for (let i = 0; i < outputs; i++) out[at + i] = 0;
  for (let j = 0; j < rows; j++) {
    const factor = h[n * rows + j]!;
    if (factor === 0) continue;
    for (let i = 0; i < outputs; i++) {
      out[at + i] = out[at + i]! + factor * phi[offset + j * outputs + i]!;
    }
  }
}

/** Row n of delta times the transposed weights, written to row n of `out`. */
function multiplyRowBack(
  { offset, inputs, outputs }: Layer64,
  phi: Float64Array,
  delta: Float64Array,
  n: number,
  out: Float64Array,
): void {
  for (let j = 0; j < inputs; j++) {
    let sum = 0;
    for (let i = 0; i < outputs; i++) {
      sum += phi[offset + j * outputs + i]! * delta[n * outputs + i]!;
    }
    out[n * inputs + j] = sum;
  }
}

/** Adds the product of row n of h, as a column, and row n of delta to the layer's gradient. */
function addOuterProduct(
  { offset, rows, outputs }: Layer64,
  h: Float64Array,
  delta: Float64Array,
  n: number,
  gradient: Float64Array,
): void {
  for (let j = 0; j < rows; j++) {
    const factor = h[n * rows + j]!;
    if (factor === 0) continue;
    for (let i = 0; i < outputs; i++) {
      const at = offset + j * outputs + i;
      gradient[at] = gradient[at]! + factor * delta[n * outputs + i]!;
    }
  }
}

/** −ln softmax(z)[label] of one row, which softmax(z) replaces; its derivatives go to `delta`. */
function softmaxLoss(z: Float64Array, label: number, delta: Float64Array): number {
  const largest = Math.max(...z);
  const chosen = z[label]! - largest;
  let sum = 0;
  for (let i = 0; i < z.length; i++) sum += z[i] = exp(z[i]! - largest);
  for (let i = 0; i < z.length; i++) {
    z[i] = z[i]! / sum;
    delta[i] = z[i]! - (i === label ? 1 : 0);
  }
  return log(sum) - chosen;
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
