import { sharedBlas } from "../compute/blas.ts";
import { kernels } from "../compute/kernels.ts";
import { address, type Arena } from "../compute/memory.ts";
import type { Loss } from "./mlp_losses.ts";
import { createActivation } from "./mlp_activations.ts";
import { type MlpShape, unitColumns } from "./mlp_shape.ts";
import type { Layers } from "./mlp_weights.ts";

/** Forward and backward passes of one tile of examples, and their arrays. */
export interface Passes {
  /** Outputs of each layer, rows × columns; in the last layer z, later p. */
  readonly units: readonly Float32Array[];
  /**
   * Derivatives of the loss with respect to the input of each layer's activation, rows × columns.
   */
  readonly deltas: readonly Float32Array[];
  /** Computes the units of all layers from inputs `x`. */
  forward(weights: Layers, x: Float32Array, rows: number): void;
  /** Turns the outputs into predictions and returns the sum of the losses. */
  value(labels: Uint8Array, rows: number): number;
  /**
   * Computes the derivatives from the predictions, and adds the tile's share to the gradient or, if
   * `first`, writes it.
   */
  backward(
    weights: Layers,
    gradient: Layers,
    x: Float32Array,
    labels: Uint8Array,
    rows: number,
    scale: number,
    first: boolean,
  ): void;
}

/**
 * Allocates passes for tiles of at most `most` examples (backpropagation: Prince 2023, section
 * 7.4).
 */
export function createPasses(shape: MlpShape, loss: Loss, most: number, arena: Arena): Passes {
  const { widths, activation } = shape;
  const depth = widths.length - 1;
  const columns = unitColumns(widths);
  const units = columns.slice(1).map((length) => arena.float32(most * length));
  const deltas = columns.slice(1).map((length) => arena.float32(most * length));
  const [outputs, outputColumns] = [units[depth - 1]!, columns[depth]!];
  const { forward, backward } = createActivation(activation);
  const kernel = kernels();
  const { sgemm } = sharedBlas();
  let finite = true;
  return {
    units,
    deltas,
    forward({ layers }, x, rows) {
      // No product writes to the columns that only fill up a row: a NaN there would stay for ever.
      if (!finite) outputs.fill(0);
      let [a, lda] = [x, columns[0]!];
      for (let i = 0; i < depth; i++) {
        const { weight, bias, rows: k, columns: n } = layers[i]!;
        const [c, ldc] = [units[i]!, columns[i + 1]!];
        sgemm(false, false, rows, n, k, 1, a, lda, weight, n, 0, c, ldc);
        if (i < depth - 1) forward(address(c), address(bias), rows, ldc);
        else kernel.addBias(address(c), address(bias), rows, ldc);
        [a, lda] = [c, ldc];
      }
    },
    value(labels, rows) {
      const sum = loss.value(address(outputs), address(labels), rows, outputColumns);
      finite = Number.isFinite(sum);
      return sum;
    },
    backward({ layers }, gradient, x, labels, rows, scale, first) {
      const last = address(deltas[depth - 1]!);
      const sums = address(gradient.layers[depth - 1]!.bias);
      loss.derivative(address(outputs), address(labels), last, rows, outputColumns, scale);
      kernel.addColumnSums(last, sums, rows, outputColumns);
      for (let i = depth - 1; i >= 0; i--) {
        const { rows: m, columns: n, transposed } = layers[i]!;
        const [delta, ldDelta] = [deltas[i]!, columns[i + 1]!];
        const [h, ldh] = [i === 0 ? x : units[i - 1]!, columns[i]!];
        const { weight } = gradient.layers[i]!;
        sgemm(true, false, m, n, rows, 1, h, ldh, delta, ldDelta, first ? 0 : 1, weight, n);
        if (i === 0) return;
        const c = deltas[i - 1]!;
        sgemm(false, false, rows, m, n, 1, delta, ldDelta, transposed, m, 0, c, ldh);
        const { bias } = gradient.layers[i - 1]!;
        backward(address(c), address(h), address(bias), rows, ldh);
      }
    },
  };
}
