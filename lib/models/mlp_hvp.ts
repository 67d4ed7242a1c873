import { sharedBlas } from "../compute/blas.ts";
import { kernels } from "../compute/kernels.ts";
import { address, createArena } from "../compute/memory.ts";
import { createActivation } from "./mlp_activations.ts";
import type { Loss } from "./mlp_losses.ts";
import type { Passes } from "./mlp_passes.ts";
import { type MlpShape, unitColumns } from "./mlp_shape.ts";
import { createLayers, type Layers } from "./mlp_weights.ts";

/** The Hessian–vector product, accumulated tile by tile. */
export interface TangentPasses {
  /** The vector v, as layers. */
  readonly direction: Layers;
  /** The product Hv, as layers. */
  readonly product: Layers;
  /**
   * Adds a tile's share to the product or, if `first`, writes it; called after a forward pass and
   * the loss of the tile.
   */
  run(
    weights: Layers,
    passes: Passes,
    x: Float32Array,
    labels: Uint8Array,
    rows: number,
    scale: number,
    first: boolean,
  ): void;
}

/**
 * Allocates Hessian–vector products of tiles of at most `most` examples by the R-operator
 * (Pearlmutter 1994): the derivative, in the direction V of the weights W, of the forward pass,
 * R(z) = R(h)·W + h·V, and of the backward pass, R(∂L/∂h) = R(δ)·Wᵀ + δ·Vᵀ. It is exact, and takes
 * the time of two gradients.
 */
export function createTangentPasses(shape: MlpShape, loss: Loss, most: number): TangentPasses {
  const { widths } = shape;
  const depth = widths.length - 1;
  const columns = unitColumns(widths);
  const arena = createArena();
  const perLayer = () => columns.slice(1).map((length) => arena.float32(most * length));
  const space = {
    direction: createLayers(shape, arena),
    product: createLayers(shape, arena),
    tangents: perLayer(), // R(h), and R(z) of the outputs
    rdeltas: perLayer(),
    noSums: arena.float32(Math.max(...columns)),
  };
  arena.releaseWith(space);
  const activation = createActivation(shape.activation);
  const kernel = kernels();
  const { sgemm } = sharedBlas();

  function forward(weights: Layers, { units }: Passes, x: Float32Array, rows: number): void {
    const { direction, tangents } = space;
    for (let i = 0; i < depth; i++) {
      const { weight: v, bias, rows: k, columns: n } = direction.layers[i]!;
      const [rz, ldc] = [tangents[i]!, columns[i + 1]!];
      const [h, ldh] = [i === 0 ? x : units[i - 1]!, columns[i]!];
      sgemm(false, false, rows, n, k, 1, h, ldh, v, n, 0, rz, ldc);
      if (i > 0) {
        const { weight: w } = weights.layers[i]!;
        sgemm(false, false, rows, n, k, 1, tangents[i - 1]!, ldh, w, n, 1, rz, ldc);
      }
      if (i === depth - 1) kernel.addBias(address(rz), address(bias), rows, ldc);
      else activation.tangent(address(rz), address(bias), address(units[i]!), rows, ldc);
    }
  }

  function backward(weights: Layers, { units, deltas }: Passes, x: Float32Array, rows: number) {
    const { direction, product, tangents, rdeltas, noSums } = space;
    for (let i = depth - 1; i >= 0; i--) {
      const { rows: m, columns: n, weight: out } = product.layers[i]!;
      const [delta, rdelta, ld] = [deltas[i]!, rdeltas[i]!, columns[i + 1]!];
      const [h, ldh] = [i === 0 ? x : units[i - 1]!, columns[i]!];
      sgemm(true, false, m, n, rows, 1, h, ldh, rdelta, ld, 1, out, n);
      if (i === 0) return;
      const rh = tangents[i - 1]!;
      sgemm(true, false, m, n, rows, 1, rh, ldh, delta, ld, 1, out, n);
      const [back, rback] = [deltas[i - 1]!, rdeltas[i - 1]!];
      const { transposed } = weights.layers[i]!;
      sgemm(false, false, rows, m, n, 1, delta, ld, transposed, m, 0, back, ldh);
      sgemm(false, false, rows, m, n, 1, rdelta, ld, transposed, m, 0, rback, ldh);
      const { transposed: v } = direction.layers[i]!;
      sgemm(false, false, rows, m, n, 1, delta, ld, v, m, 1, rback, ldh);
      const sums = address(product.layers[i - 1]!.bias);
      const [at, rat, hAt] = [address(back), address(rback), address(h)];
      activation.backwardTangent(rat, at, hAt, address(rh), sums, rows, ldh);
      activation.backward(at, hAt, address(noSums), rows, ldh);
    }
  }

  return {
    direction: space.direction,
    product: space.product,
    run(weights, passes, x, labels, rows, scale, first) {
      const { product, tangents, rdeltas } = space;
      if (first) product.layers.forEach(({ weight }) => weight.fill(0));
      forward(weights, passes, x, rows);
      const last = columns[depth]!;
      const p = address(passes.units[depth - 1]!);
      const rdelta = address(rdeltas[depth - 1]!);
      loss.tangent(p, address(tangents[depth - 1]!), rdelta, rows, last, scale);
      kernel.addColumnSums(rdelta, address(product.layers[depth - 1]!.bias), rows, last);
      const delta = address(passes.deltas[depth - 1]!);
      kernel.subtractOneHot(p, address(labels), delta, rows, last, scale);
      backward(weights, passes, x, rows);
    },
  };
}
