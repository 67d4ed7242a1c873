/**
 * Forward and backward pass of an MLP, and what it has between the matrix products: the activations
 * of its layers and its loss, with their derivatives. R is the derivative along a direction of φ,
 * as in lib/models/mlp_curvature.ts.
 *
 * @module
 */

import { type Kernels, kernels } from "../compute/kernels.ts";
import { at, type Matrix, product } from "../compute/matrix.ts";
import { address } from "../compute/memory.ts";
import type { Layer } from "./mlp_layers.ts";
import type { MlpLoss, MlpShape } from "./mlp_shape.ts";
import type { Tile } from "./mlp_tiles.ts";

/** A network at one φ: the weights and the activation of each layer, and the loss. */
export interface Network {
  /** Weights W and biases b of each layer. */
  readonly layers: readonly Layer[];
  /** Activation f of each layer. */
  readonly activations: readonly Activation[];
  /** Loss L of the outputs. */
  readonly loss: Loss;
}

/** Forward pass of a tile: z = hW + b and h = f(z), layer by layer. */
export function forward({ layers, activations }: Network, { h }: Tile): void {
  for (let l = 0; l < layers.length; l++) {
    const { weight, bias } = layers[l]!;
    const z = h[l + 1]!;
    product(z, h[l]!, weight);
    activations[l]!.forward(z, bias);
  }
}

/**
 * Backward pass of a tile, after the value of its loss (backpropagation: Prince 2023, section 7.4):
 * with δ = ∂L/∂z, ∂L/∂W = hᵀδ and ∂L/∂h = δWᵀ. Adds the tile's share to the weights and biases of
 * `gradient`.
 */
export function backward(network: Network, tile: Tile, gradient: readonly Layer[]): void {
  const { layers, activations, loss } = network;
  const { h, delta, first } = tile;
  loss.derivative(tile);
  for (let l = layers.length - 1; l >= 0; l--) {
    const { weight, bias } = gradient[l]!;
    activations[l]!.backward(delta[l]!, h[l + 1]!, bias);
    product(weight, h[l]!, delta[l]!, { transA: true, beta: first ? 0 : 1 });
    if (l > 0) product(delta[l - 1]!, delta[l]!, layers[l]!.transposed);
  }
}

/** The activation h = f(z + b) of a layer; all functions work in place. */
export interface Activation {
  /** Turns z into h. */
  forward(z: Matrix, bias: Matrix): void;
  /** Turns ∂L/∂h into δ = ∂L/∂z; adds the sum of its rows, ∂L/∂b, to `sum`. */
  backward(delta: Matrix, h: Matrix, sum: Matrix): void;
  /** Turns R(z) into R(h), given R(b). */
  tangent(rz: Matrix, bias: Matrix, h: Matrix): void;
  /** Turns R(∂L/∂h) into R(δ), given ∂L/∂h as `delta`; adds the sum of its rows to `sum`. */
  backwardTangent(rdelta: Matrix, delta: Matrix, h: Matrix, rh: Matrix, sum: Matrix): void;
}

/** The activations of an MLP's layers; outputs are linear. */
export function activationsOf({ widths, activation }: MlpShape): Activation[] {
  const hidden = activation === "relu" ? relu(kernels()) : tanh(kernels());
  const outputs = linear(kernels());
  return widths.slice(1).map((_, l) => l + 2 < widths.length ? hidden : outputs);
}

function tanh(kernel: Kernels): Activation {
  const { biasTanh, tanhBackward, tanhTangent, tanhBackwardTangent } = kernel;
  return fromKernels(biasTanh, tanhBackward, tanhTangent, tanhBackwardTangent);
}

/** The second derivative of ReLU is taken as 0. */
function relu({ biasRelu, reluBackward, reluTangent }: Kernels): Activation {
  return fromKernels(
    biasRelu,
    reluBackward,
    reluTangent,
    (rdelta, _delta, h, _rh, sum, rows, columns) => reluBackward(rdelta, h, sum, rows, columns),
  );
}

function linear({ addBias, addColumnSums }: Kernels): Activation {
  return fromKernels(
    addBias,
    (delta, _h, sum, rows, columns) => addColumnSums(delta, sum, rows, columns),
    (rz, bias, _h, rows, columns) => addBias(rz, bias, rows, columns),
    (rdelta, _delta, _h, _rh, sum, rows, columns) => addColumnSums(rdelta, sum, rows, columns),
  );
}

/** The activation with these functions, which take the matrices' addresses. */
function fromKernels(
  forward: Kernels["biasTanh"],
  backward: Kernels["tanhBackward"],
  tangent: Kernels["tanhTangent"],
  backwardTangent: Kernels["tanhBackwardTangent"],
): Activation {
  return {
    forward: (z, bias) => forward(at(z), at(bias), z.rows, z.columns),
    backward: (delta, h, sum) => backward(at(delta), at(h), at(sum), delta.rows, delta.columns),
    tangent: (rz, bias, h) => tangent(at(rz), at(bias), at(h), rz.rows, rz.columns),
    backwardTangent(rdelta, delta, h, rh, sum) {
      const { rows, columns } = delta;
      backwardTangent(at(rdelta), at(delta), at(h), at(rh), at(sum), rows, columns);
    },
  };
}

/** The loss of a tile. */
export interface Loss {
  /** The value in the padding columns of the outputs. */
  readonly padding: number;
  /** Number of terms that an example adds to the mean. */
  readonly terms: number;
  /** Turns the outputs z into predictions p, and returns the sum of all terms. */
  value(tile: Tile): number;
  /** Sets δ of the outputs, a multiple of p − onehot(label), after {@linkcode value}. */
  derivative(tile: Tile): void;
  /** Sets `rdelta` to R(δ) of the outputs, given R(z), after {@linkcode value}. */
  tangent(tile: Tile, rz: Matrix, rdelta: Matrix): void;
}

/** The loss function of that name for that many classes. */
export function createLoss(name: MlpLoss, classes: number): Loss {
  const kernel = kernels();
  function setDelta({ outputs, labels, outputDelta }: Tile, factor: number): void {
    const { rows, columns } = outputs;
    kernel.subtractOneHot(at(outputs), address(labels), at(outputDelta), rows, columns, factor);
  }
  if (name === "mse") {
    return {
      padding: 0,
      terms: classes,
      value: ({ outputs, labels }) =>
        kernel.squaredError(at(outputs), address(labels), outputs.rows, outputs.columns),
      derivative: (tile) => setDelta(tile, 2 * tile.scale),
      tangent: ({ scale }, rz, rdelta) =>
        kernel.scale(at(rz), at(rdelta), rz.rows * rz.columns, 2 * scale),
    };
  }
  return {
    padding: -Infinity,
    terms: 1,
    value: ({ outputs, labels }) =>
      kernel.softmaxCrossEntropy(at(outputs), address(labels), outputs.rows, outputs.columns),
    derivative: (tile) => setDelta(tile, tile.scale),
    tangent: ({ outputs, scale }, rz, rdelta) =>
      kernel.softmaxTangent(at(outputs), at(rz), at(rdelta), rz.rows, rz.columns, scale),
  };
}
