import { sharedBlas } from "../compute/blas.ts";
import { kernels } from "../compute/kernels.ts";
import { at } from "../compute/matrix.ts";
import { address, createArena } from "../compute/memory.ts";
import { checkDataset } from "../datasets/check_dataset.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { Batch, ClassifierSurface } from "../surface.ts";
import { distillationLoss, type Teacher } from "./distillation.ts";
import { checkLength } from "./layout.ts";
import { createHessianProduct, createProjection, type HessianProduct } from "./mlp_curvature.ts";
import { createLayers } from "./mlp_layers.ts";
import { activationsOf, backward, createLoss, forward, type Network } from "./mlp_passes.ts";
import { withoutZeroInputs } from "./mlp_inputs.ts";
import type { MlpShape } from "./mlp_shape.ts";
import { createTiles, tileSize } from "./mlp_tiles.ts";

/** The loss surface of an MLP. */
export interface MlpSurface extends ClassifierSurface {
  /** The network's outputs, before the softmax, for all examples: examples × classes, row-major. */
  outputs(phi: Float32Array): Float32Array;
}

/** What is done with a tile on its way. */
interface Visit {
  /** After the forward pass. */
  outputs?(): void;
  /** After the loss has its value; weights are there in transposed form, too. */
  derivatives?(): void;
  /** Maximum number of examples in a tile, as many as it has room for by default. */
  most?: number;
}

/**
 * The mean loss of an MLP over the data, with its derivatives. Examples pass forward and backward
 * in tiles, through all layers while a tile is in the cache, in memory that is allocated once per
 * surface. This is 1.2 to 1.7 times as fast as passing all of 4000 examples at once.
 *
 * @throws {UserError} If the data are not whole or do not fit the network.
 */
export function mlpSurface(
  architecture: MlpShape,
  examples: Dataset,
  teacher?: Teacher,
): MlpSurface {
  const classes = architecture.widths.at(-1)!;
  checkDataset(examples, { inputs: architecture.widths[0]!, outputs: classes });
  const { shape, data } = withoutZeroInputs(architecture, examples);
  const { widths, layout: { dim } } = shape;
  const arena = createArena();
  const room = tileSize(widths, sharedBlas().direct);
  const tiles = createTiles(widths, data, room, arena);
  const { tile } = tiles;
  const labelLoss = createLoss(shape.loss, classes);
  const loss = teacher ? distillationLoss(labelLoss, teacher, data, tile, arena) : labelLoss;
  const weights = createLayers(shape, arena, loss.padding);
  const network: Network = { layers: weights.layers, activations: activationsOf(shape), loss };
  const slope = createLayers(shape, arena);
  arena.releaseWith(network);
  let product: HessianProduct | undefined;
  let isFinite = true;
  const kernel = kernels();

  /** Passes the examples through the network tile by tile; returns the mean loss. */
  function pass(phi: Float32Array, batch: Batch | undefined, visit: Visit): number {
    checkLength(phi, dim);
    weights.read(phi, visit.derivatives !== undefined);
    const terms = loss.terms * (batch?.length ?? data.size);
    tile.scale = 1 / terms;
    let total = 0;
    tiles.forEach(batch, visit.most ?? room, () => {
      // No product writes to the columns that only fill up a row: a NaN there would stay for ever.
      if (!isFinite) tile.outputs.data.fill(0);
      forward(network, tile);
      visit.outputs?.();
      const sum = loss.value(tile);
      isFinite = Number.isFinite(sum);
      total += sum;
      visit.derivatives?.();
    });
    return total / terms;
  }

  const surface: MlpSurface = {
    dim,
    examples: data.size,
    loss: (phi, batch) => pass(phi, batch, {}),
    gradient(phi, out, batch) {
      checkLength(out, dim);
      const derivatives = () => backward(network, tile, slope.layers);
      return slope.write(out, () => pass(phi, batch, { derivatives }));
    },
    accuracy: (phi) => surface.evaluate(phi).accuracy,
    evaluate(phi) {
      let correct = 0;
      const loss = pass(phi, undefined, {
        outputs() {
          const { outputs, labels } = tile;
          const { rows, columns } = outputs;
          correct += kernel.countCorrect(at(outputs), address(labels), rows, columns, classes);
        },
      });
      return { loss, accuracy: correct / data.size };
    },
    outputs(phi) {
      const all = new Float32Array(data.size * classes);
      let end = 0;
      pass(phi, undefined, {
        outputs() {
          const { data: z, rows, columns } = tile.outputs;
          for (let n = 0; n < rows; n++) {
            all.set(z.subarray(n * columns, n * columns + classes), end);
            end += classes;
          }
        },
      });
      return all;
    },
  };
  if (teacher) return surface; // its loss has no second derivatives here

  surface.hvp = (phi, v, out, batch) => {
    checkLength(v, dim);
    checkLength(out, dim);
    const { direction, out: result, add } = product ??= createHessianProduct(shape, network, room);
    direction.read(v, true);
    const derivatives = () => add(tile);
    result.write(out, () => pass(phi, batch, { derivatives }));
  };
  surface.projectedHessian = (phi, directions, batch) => {
    for (const direction of directions) checkLength(direction, dim);
    const arena = createArena();
    try {
      const projection = createProjection(shape, network, room, directions, arena);
      const derivatives = () => projection.add(tile);
      pass(phi, batch, { most: projection.most, derivatives });
      return projection.result();
    } finally {
      arena.release();
    }
  };
  return surface;
}
