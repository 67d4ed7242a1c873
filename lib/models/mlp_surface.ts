import { kernels } from "lib/compute/kernels.ts";
import { address, createArena } from "lib/compute/memory.ts";
import type { Dataset } from "lib/datasets/dataset.ts";
import { UserError } from "lib/errors.ts";
import { createLoss } from "lib/models/mlp_losses.ts";
import { createPasses } from "lib/models/mlp_passes.ts";
import { type MlpShape, unitColumns } from "lib/models/mlp_shape.ts";
import { createTiles } from "lib/models/mlp_tiles.ts";
import { createLayers } from "lib/models/mlp_weights.ts";
import type { Batch, ClassifierSurface } from "lib/surface.ts";

/**
 * Examples that go through all layers at a time: enough for BLAS to be near its best, and few enough
 * for what a layer hands on to stay in the cache. From 128 to 512 the time differs by 5 %.
 */
const TILE = 256;

/**
 * The mean loss of an MLP over the data, with its gradient. The examples pass forward and backward
 * in tiles, all layers of a tile while it is in the cache, in memory taken once a surface: about
 * half the time of the same passes over all examples at once.
 *
 * @throws {UserError} If the data have other numbers of inputs or classes than the network.
 */
export function mlpSurface(shape: MlpShape, data: Dataset): ClassifierSurface {
  const { widths, layout } = shape;
  const [inputs, classes] = [widths[0]!, widths.at(-1)!];
  if (data.x.length !== data.size * inputs || data.classes !== classes) {
    throw new UserError(
      `The data set ${data.name} has ${data.x.length / data.size} inputs and ${data.classes} ` +
        `classes, the MLP ${inputs} inputs and ${classes} outputs.`,
      "Make the MLP's first and last width equal to them.",
    );
  }
  const loss = createLoss(shape.loss, classes);
  const arena = createArena();
  const space = {
    weights: createLayers(shape, arena, loss.padding),
    gradient: createLayers(shape, arena),
    passes: createPasses(shape, loss, TILE, arena),
    tiles: createTiles(data, TILE, arena),
  };
  arena.releaseWith(space);
  const kernel = kernels();
  const outputColumns = unitColumns(widths).at(-1)!;

  function check(phi: Float32Array): void {
    if (phi.length !== layout.dim) {
      throw new RangeError(`A vector of ${phi.length} numbers is not one of ${layout.dim}.`);
    }
  }

  /** Mean loss, and its gradient in `out` if given; calls `look` on the outputs of each tile. */
  function pass(
    phi: Float32Array,
    out: Float32Array | undefined,
    batch: Batch | undefined,
    look?: (outputs: number, labels: number, rows: number) => void,
  ): number {
    const { weights, gradient, passes, tiles } = space;
    check(phi);
    weights.load(phi, out !== undefined);
    if (out) {
      check(out);
      gradient.beginWriting(out);
    }
    const terms = loss.terms * (batch?.length ?? data.size);
    let total = 0;
    tiles.forEach(batch, (x, rows, first) => {
      passes.forward(weights, x, rows);
      look?.(address(passes.units.at(-1)!), address(tiles.labels), rows);
      total += passes.value(tiles.labels, rows);
      if (!out) return;
      passes.backward(weights, gradient, x, tiles.labels, rows, loss.slope / terms, first);
    });
    if (out) gradient.endWriting(out);
    return total / terms;
  }

  function evaluate(phi: Float32Array): { loss: number; accuracy: number } {
    let correct = 0;
    const loss = pass(phi, undefined, undefined, (outputs, labels, rows) => {
      correct += kernel.countCorrect(outputs, labels, rows, outputColumns, classes);
    });
    return { loss, accuracy: correct / data.size };
  }

  return {
    dim: layout.dim,
    examples: data.size,
    loss: (phi, batch) => pass(phi, undefined, batch),
    gradient: (phi, out, batch) => pass(phi, out, batch),
    accuracy: (phi) => evaluate(phi).accuracy,
    evaluate,
  };
}
