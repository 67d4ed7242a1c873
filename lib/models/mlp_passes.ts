import { product } from "../compute/matrix.ts";
import type { Activation, Loss } from "./mlp_functions.ts";
import type { Layer } from "./mlp_layers.ts";
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
