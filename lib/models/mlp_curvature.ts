/**
 * Second derivatives of an MLP's loss by the R-operator (Pearlmutter 1994, "Fast exact
 * multiplication by the Hessian"): R is the derivative along a direction v of φ, whose part for the
 * weights W of a layer is V. A tile is added after its forward pass and the value of its loss.
 *
 * @module
 */

import { kernels } from "../compute/kernels.ts";
import { at, type Matrix, product, zeroMatrix } from "../compute/matrix.ts";
import { type Arena, createArena } from "../compute/memory.ts";
import type { ProjectedHessian } from "../surface.ts";
import { createLayers, type Layer, type Layers } from "./mlp_layers.ts";
import type { Network } from "./mlp_passes.ts";
import { type MlpShape, padded } from "./mlp_shape.ts";
import { setRows, type Tile, unitMatrices } from "./mlp_tiles.ts";

/** Maximum number of bytes for the derivatives in all directions. */
const MOST_BYTES = 2 ** 27;

/** A Hessian–vector product Hv, added up tile by tile. */
export interface HessianProduct {
  /** The vector v. */
  readonly direction: Layers;
  /** The product. */
  readonly out: Layers;
  /** Adds a tile. */
  add(tile: Tile): void;
}

/**
 * Allocates Hessian–vector products of tiles of at most `most` examples: the derivative of the
 * forward and of the backward pass. They are exact, and take the time of two gradients.
 */
export function createHessianProduct(
  shape: MlpShape,
  network: Network,
  most: number,
): HessianProduct {
  const { widths } = shape;
  const { layers, activations, loss } = network;
  const last = layers.length - 1;
  const arena = createArena();
  const direction = createLayers(shape, arena);
  const out = createLayers(shape, arena);
  /** R(h) of each layer's inputs, of which the network's do not change, and R(z) of the outputs. */
  const rh = [zeroMatrix(most, 0, arena), ...unitMatrices(widths, most, arena)];
  /** R(δ) of each layer. */
  const rdelta = unitMatrices(widths, most, arena);
  /** Takes sums that are not needed. */
  const unused = zeroMatrix(1, padded(Math.max(...widths)), arena);

  function add(tile: Tile): void {
    const { h, delta, first, outputs } = tile;
    const v = direction.layers;
    setRows(rh, outputs.rows);
    setRows(rdelta, outputs.rows);
    for (let l = 0; l <= last; l++) {
      setTangent(l, network, v, tile, rh);
      activations[l]!.tangent(rh[l + 1]!, v[l]!.bias, h[l + 1]!);
    }
    loss.tangent(tile, rh[last + 1]!, rdelta[last]!);
    loss.derivative(tile);
    for (let l = last; l >= 0; l--) {
      const { weight, bias } = out.layers[l]!;
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

  const created = { direction, out, add };
  arena.releaseWith(created);
  return created;
}

/** Sets R(z) = hV + R(h)W of layer l, without R(b); the network's inputs x have R(x) = 0. */
function setTangent(
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

/** Adds up the Hessian in some directions, tile by tile. */
export interface Projection {
  /** Maximum number of examples in a tile. */
  readonly most: number;
  /** Adds a tile. */
  add(tile: Tile): void;
  /** The sum of the tiles. */
  result(): ProjectedHessian;
}

/**
 * Allocates the Hessian in k directions. With the derivative R_i in direction i, an example adds
 * R_i(z)ᵀ S R_j(z) to the Gauss–Newton part, where S is the Hessian of the loss in the outputs z,
 * and U_i·R_j(h) + U_j·R_i(h) to the residual part for each hidden layer h, where U_i = δV_iᵀ −
 * h∘∂L/∂h∘R_i(z) with the direction's weights V_i to the next layer, and the last term only for
 * tanh. Directions need no backward pass, so it takes less than half the time of k Hessian–vector
 * products.
 */
export function createProjection(
  shape: MlpShape,
  network: Network,
  most: number,
  directions: readonly Float32Array[],
  arena: Arena,
): Projection {
  const { layers, activations, loss } = network;
  const isCurved = shape.activation === "tanh";
  const k = directions.length;
  const depth = layers.length;
  /** Row lengths of the units, and of the inputs, which have no derivatives. */
  const columns = shape.widths.map((width, l) => l === 0 ? 0 : padded(width));
  const bytesPerRow = 8 * k * columns.reduce((sum, length) => sum + length);
  const room = Math.max(1, Math.min(most, Math.floor(MOST_BYTES / bytesPerRow)));
  const direction = createLayers(shape, arena);
  /** R(h) of each layer of units, at last R(z) of the outputs, direction by direction … */
  const tangents = columns.map((length) => arena.float32(k * room * length));
  /** … and what each is multiplied by: U, at last S·R(z). */
  const factors = columns.map((length) => arena.float32(k * room * length));
  /** −h∘∂L/∂h. */
  const bends = columns.map((length) => zeroMatrix(isCurved ? room : 0, length, arena));
  const zeros = zeroMatrix(1, Math.max(...columns), arena);
  const unused = zeroMatrix(1, Math.max(...columns), arena);
  const pairs = zeroMatrix(k, k, arena);
  const gaussNewton = new Float64Array(k * k);
  const residual = new Float64Array(k * k);
  const kernel = kernels();

  /** Sets δ of all layers, and −h∘∂L/∂h. */
  function backward(tile: Tile): void {
    const { h, delta } = tile;
    loss.derivative(tile);
    if (isCurved) setRows(bends, tile.outputs.rows);
    for (let l = depth - 1; l > 0; l--) {
      product(delta[l - 1]!, delta[l]!, layers[l]!.transposed);
      if (isCurved) multiply(delta[l - 1]!, h[l]!, bends[l]!, -1);
      activations[l - 1]!.backward(delta[l - 1]!, h[l]!, unused);
    }
  }

  /** out ← factor·x∘y. */
  function multiply(x: Matrix, y: Matrix, out: Matrix, factor: number): void {
    kernel.multiply(at(x), at(y), at(out), x.rows * x.columns, factor);
  }

  /** The matrices of one direction: a part of each array. */
  function partsOf(arrays: readonly Float32Array[], i: number, rows: number): Matrix[] {
    return arrays.map((array, l) => {
      const length = rows * columns[l]!;
      return { data: array.subarray(i * length, (i + 1) * length), rows, columns: columns[l]! };
    });
  }

  /** Sets R(h) and U of the direction, and S·R(z). */
  function forward(tile: Tile, rh: readonly Matrix[], u: readonly Matrix[]): void {
    const { h, delta } = tile;
    const v = direction.layers;
    for (let l = 0; l < depth; l++) {
      const rz = rh[l + 1]!;
      setTangent(l, network, v, tile, rh);
      if (l > 0) product(u[l]!, delta[l]!, v[l]!.weight, { transB: true, beta: isCurved ? 1 : 0 });
      kernel.addBias(at(rz), at(v[l]!.bias), rz.rows, rz.columns);
      if (l === depth - 1) break;
      if (isCurved) multiply(bends[l + 1]!, rz, u[l + 1]!, 1);
      activations[l]!.tangent(rz, zeros, h[l + 1]!);
    }
    loss.tangent(tile, rh[depth]!, u[depth]!);
  }

  /** Adds the products of all pairs of directions at the units h of a layer, or at the outputs. */
  function addPairs(l: number, rows: number): void {
    const length = rows * columns[l]!;
    const u = { data: factors[l]!, rows: k, columns: length };
    const rh = { data: tangents[l]!, rows: k, columns: length };
    product(pairs, u, rh, { transB: true });
    const total = l === depth ? gaussNewton : residual;
    for (let i = 0; i < total.length; i++) total[i] = total[i]! + pairs.data[i]!;
  }

  return {
    most: room,
    add(tile) {
      const { rows } = tile.outputs;
      backward(tile);
      directions.forEach((v, i) => {
        direction.read(v);
        forward(tile, partsOf(tangents, i, rows), partsOf(factors, i, rows));
      });
      for (let l = 1; l <= depth; l++) addPairs(l, rows);
    },
    result() {
      const ofOutputs = symmetric(gaussNewton, k, 0.5);
      const ofUnits = symmetric(residual, k, 1);
      const hessian = ofOutputs.map((g, i) => g + ofUnits[i]!);
      return { hessian, gaussNewton: ofOutputs, residual: ofUnits };
    },
  };
}

/** factor·(a + aᵀ) of a k×k matrix. */
function symmetric(a: Float64Array, k: number, factor: number): Float64Array {
  return a.map((value, at) => factor * (value + a[(at % k) * k + Math.floor(at / k)]!));
}
