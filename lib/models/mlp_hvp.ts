import { type Matrix, product, zeroMatrix } from "../compute/matrix.ts";
import { createArena } from "../compute/memory.ts";
import { createLayers, type Layer, type Layers } from "./mlp_layers.ts";
import type { Network } from "./mlp_passes.ts";
import { type MlpShape, padded } from "./mlp_shape.ts";
import { setRows, type Tile, unitMatrices } from "./mlp_tiles.ts";

/** The vectors and the arrays of {@linkcode addHessianProduct}. */
export interface HessianProduct {
  /** The vector v. */
  readonly direction: Layers;
  /** The product Hv. */
  readonly out: Layers;
  /** R(h) of each layer's inputs, of which the network's do not change, and R(z) of the outputs. */
  readonly rh: readonly Matrix[];
  /** R(δ) of each layer. */
  readonly rdelta: readonly Matrix[];
  /** Takes sums that are not needed. */
  readonly unused: Matrix;
}

/** Allocates Hessian–vector products of tiles of at most `most` examples. */
export function createHessianProduct(shape: MlpShape, most: number): HessianProduct {
  const { widths } = shape;
  const arena = createArena();
  const created = {
    direction: createLayers(shape, arena),
    out: createLayers(shape, arena),
    rh: [zeroMatrix(most, 0, arena), ...unitMatrices(widths, most, arena)],
    rdelta: unitMatrices(widths, most, arena),
    unused: zeroMatrix(1, padded(Math.max(...widths)), arena),
  };
  arena.releaseWith(created);
  return created;
}

/**
 * Adds a tile's share to the product Hv, after the forward pass and the value of its loss, by the
 * R-operator (Pearlmutter 1994, "Fast exact multiplication by the Hessian"): the derivative of both
 * passes in the direction v, whose part for the weights W of a layer is V. It is exact, and takes
 * the time of two gradients.
 */
export function addHessianProduct(network: Network, arrays: HessianProduct, tile: Tile): void {
  const { layers, activations, loss } = network;
  const { rh, rdelta, unused } = arrays;
  const { h, delta, first, outputs } = tile;
  const v = arrays.direction.layers;
  const last = layers.length - 1;
  setRows(rh, outputs.rows);
  setRows(rdelta, outputs.rows);
  for (let l = 0; l <= last; l++) {
    setTangent(l, network, v, tile, rh);
    activations[l]!.tangent(rh[l + 1]!, v[l]!.bias, h[l + 1]!);
  }
  loss.tangent(tile, rh[last + 1]!, rdelta[last]!);
  loss.derivative(tile);
  for (let l = last; l >= 0; l--) {
    const { weight, bias } = arrays.out.layers[l]!;
    activations[l]!.backwardTangent(rdelta[l]!, delta[l]!, h[l + 1]!, rh[l + 1]!, bias);
    activations[l]!.backward(delta[l]!, h[l + 1]!, unused);
    // R(∂L/∂W) = hᵀR(δ) + R(h)ᵀδ
    if (first) weight.data.fill(0);
    product(weight, h[l]!, rdelta[l]!, { transA: true, beta: 1 });
    if (l === 0) return;
    product(weight, rh[l]!, delta[l]!, { transA: true, beta: 1 });
    // R(∂L/∂h) = R(δ)Wᵀ + δVᵀ
    product(rdelta[l - 1]!, rdelta[l]!, layers[l]!.transposed);
    product(rdelta[l - 1]!, delta[l]!, v[l]!.transposed, { beta: 1 });
    product(delta[l - 1]!, delta[l]!, layers[l]!.transposed);
  }
}

/** Sets R(z) = hV + R(h)W of layer l, without R(b); the network's inputs x have R(x) = 0. */
export function setTangent(
  l: number,
  { layers }: Network,
  v: readonly Layer[],
  { h }: Tile,
  rh: readonly Matrix[],
): void {
  const rz = rh[l + 1]!;
  product(rz, h[l]!, v[l]!.weight);
  if (l > 0) product(rz, rh[l]!, layers[l]!.weight, { beta: 1 });
}
