import { kernels } from "../compute/kernels.ts";
import { address, createArena } from "../compute/memory.ts";
import { checkDataset } from "../datasets/check_dataset.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { distillationLoss, type Teacher } from "./distillation.ts";
import { createTangentPasses, type TangentPasses } from "./mlp_hvp.ts";
import { createLoss } from "./mlp_losses.ts";
import { createPasses } from "./mlp_passes.ts";
import { createProjectedPasses } from "./mlp_projected_hessian.ts";
import { type MlpShape, unitColumns } from "./mlp_shape.ts";
import { createTiles } from "./mlp_tiles.ts";
import { createLayers } from "./mlp_weights.ts";
import type { Batch, ClassifierSurface, ProjectedHessian } from "../surface.ts";

/** The loss surface of an MLP. */
export interface MlpSurface extends ClassifierSurface {
  /** The network's outputs, before the softmax, for all examples: examples × classes, row-major. */
  outputs(phi: Float32Array): Float32Array;
}

/** Processes a tile, given the factor of the derivatives and whether it is the first. */
type Visit = (x: Float32Array, rows: number, scale: number, first: boolean) => void;

/**
 * Number of examples that pass through all layers at a time: enough for BLAS to be near its peak,
 * and few enough for a layer's outputs to stay in the cache. With 64 or 512 it takes 5 % longer.
 */
const TILE = 256;

/**
 * The mean loss of an MLP over the data, with its derivatives. Examples pass forward and backward
 * in tiles, through all layers while a tile is in the cache, in memory that is allocated once per
 * surface. This is 1.2 to 1.7 times as fast as passing all of 4000 examples at once.
 *
 * @throws {UserError} If the data are not whole or do not fit the network.
 */
export function mlpSurface(shape: MlpShape, data: Dataset, teacher?: Teacher): MlpSurface {
  const { widths, layout } = shape;
  const [inputs, classes] = [widths[0]!, widths.at(-1)!];
  checkDataset(data, { inputs, outputs: classes });
  const arena = createArena();
  const tiles = createTiles(data, TILE, arena);
  const labelLoss = createLoss(shape.loss, classes);
  const loss = teacher
    ? distillationLoss(labelLoss, teacher, data, tiles.examples, arena)
    : labelLoss;
  const space = {
    weights: createLayers(shape, arena, loss.padding),
    gradient: createLayers(shape, arena),
    passes: createPasses(shape, loss, TILE, arena),
    tiles,
  };
  arena.releaseWith(space);
  const kernel = kernels();
  const outputColumns = unitColumns(widths).at(-1)!;

  let tangent: TangentPasses | undefined;
  const terms = (batch?: Batch): number => loss.terms * (batch?.length ?? data.size);

  function check(phi: Float32Array): void {
    if (phi.length !== layout.dim) {
      throw new RangeError(`Expected a vector of ${layout.dim} numbers, got ${phi.length}.`);
    }
  }

  /** Passes the examples through the network tile by tile; returns the mean loss. */
  function pass(
    phi: Float32Array,
    batch: Batch | undefined,
    look: { outputs?: Visit; backward?: Visit; most?: number },
  ): number {
    const { weights, passes, tiles } = space;
    check(phi);
    weights.load(phi, look.backward !== undefined);
    const scale = loss.slope / terms(batch);
    let total = 0;
    tiles.forEach(batch, look.most ?? TILE, (x, rows, first) => {
      passes.forward(weights, x, rows);
      look.outputs?.(x, rows, scale, first);
      total += passes.value(tiles.labels, rows);
      look.backward?.(x, rows, scale, first);
    });
    return total / terms(batch);
  }

  function gradient(phi: Float32Array, out: Float32Array, batch?: Batch): number {
    const { weights, gradient, passes, tiles } = space;
    check(out);
    gradient.beginWriting(out);
    const loss = pass(phi, batch, {
      backward: (x, rows, scale, first) =>
        passes.backward(weights, gradient, x, tiles.labels, rows, scale, first),
    });
    gradient.endWriting(out);
    return loss;
  }

  function hvp(phi: Float32Array, v: Float32Array, out: Float32Array, batch?: Batch): void {
    const { weights, passes, tiles } = space;
    const { direction, product, run } = tangent ??= createTangentPasses(shape, loss, TILE);
    [v, out].forEach(check);
    direction.load(v, true);
    product.beginWriting(out);
    pass(phi, batch, {
      backward: (x, rows, scale, first) =>
        run(weights, passes, x, tiles.labels, rows, scale, first),
    });
    product.endWriting(out);
  }

  function projectedHessian(
    phi: Float32Array,
    directions: readonly Float32Array[],
    batch?: Batch,
  ): ProjectedHessian {
    const { weights, passes, tiles } = space;
    directions.forEach(check);
    const { most, run, finish } = createProjectedPasses(shape, loss, TILE, directions);
    pass(phi, batch, {
      most,
      backward: (x, rows, scale) => run(weights, passes, x, tiles.labels, rows, scale),
    });
    return finish();
  }

  function evaluate(phi: Float32Array): { loss: number; accuracy: number } {
    const { passes, tiles } = space;
    let correct = 0;
    const loss = pass(phi, undefined, {
      outputs(_, rows) {
        const [outputs, labels] = [address(passes.units.at(-1)!), address(tiles.labels)];
        correct += kernel.countCorrect(outputs, labels, rows, outputColumns, classes);
      },
    });
    return { loss, accuracy: correct / data.size };
  }

  function outputs(phi: Float32Array): Float32Array {
    const { passes } = space;
    const all = new Float32Array(data.size * classes);
    let at = 0;
    pass(phi, undefined, {
      outputs(_, rows) {
        const z = passes.units.at(-1)!;
        for (let n = 0; n < rows; n++, at += classes) {
          all.set(z.subarray(n * outputColumns, n * outputColumns + classes), at);
        }
      },
    });
    return all;
  }

  return {
    dim: layout.dim,
    examples: data.size,
    loss: (phi, batch) => pass(phi, batch, {}),
    gradient,
    // A distillation loss has no second derivatives here.
    ...(teacher ? {} : { hvp, projectedHessian }),
    accuracy: (phi) => evaluate(phi).accuracy,
    evaluate,
    outputs,
  };
}
