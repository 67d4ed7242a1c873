import { sharedBlas } from "../compute/blas.ts";
import { kernels } from "../compute/kernels.ts";
import { address, createArena } from "../compute/memory.ts";
import { checkDataset } from "../datasets/check_dataset.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { UserError } from "../errors.ts";
import { type Layout, layout } from "./layout.ts";
import { createLoss } from "./mlp_losses.ts";
import { createTiles } from "./mlp_tiles.ts";
import type { Random } from "../random.ts";
import type { Batch, ClassifierSurface } from "../surface.ts";

/** Number of examples that pass through all layers at a time. */
const TILE = 256;

/** A fully connected maxout network. */
export interface Maxout {
  /** Parameters `weight1` (inputs × units × pieces), `bias1`, …; the last layer has one piece. */
  readonly layout: Layout;
  /** Number of parameters D. */
  readonly dim: number;
  /** New parameters φ: weights uniform with variance 1 / fan-in, biases zero. */
  init(rng: Random): Float32Array;
  /** Mean softmax cross-entropy of the network over the data, in nats. */
  surface(data: Dataset): ClassifierSurface;
}

/**
 * Creates a fully connected maxout network: a hidden unit is the maximum of several linear
 * functions of the previous layer, its pieces; outputs are linear (Goodfellow et al. 2013, eq. 1).
 *
 * @param widths Numbers of units: inputs, hidden layers (if any), outputs.
 * @param pieces Number of linear functions per hidden unit.
 * @throws {UserError} If a number is not a positive integer; `surface` also throws it if the data
 * do not fit the network.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { maxout } from "lib/models/maxout.ts";
 *
 * assertEquals(maxout([784, 100, 10], 4).dim, 785 * 100 * 4 + 101 * 10);
 * ```
 */
export function maxout(widths: readonly number[], pieces: number): Maxout {
  if (widths.length < 2 || [...widths, pieces].some((n) => !Number.isInteger(n) || n < 1)) {
    throw new UserError(
      `A maxout network cannot have the widths [${widths.join(", ")}] with ${pieces} pieces.`,
      "Give the numbers of inputs, hidden units and outputs, and of pieces, as positive integers.",
    );
  }
  const own = layout(
    widths.slice(1).flatMap((width, i) => {
      const count = i + 2 === widths.length ? 1 : pieces;
      return [
        [`weight${i + 1}`, [widths[i]!, width, count]] as const,
        [`bias${i + 1}`, [width, count]] as const,
      ];
    }),
  );
  return {
    layout: own,
    dim: own.dim,
    init(rng) {
      const phi = new Float32Array(own.dim);
      for (const { shape, offset, size } of own.parameters) {
        if (shape.length < 3) continue;
        const bound = Math.sqrt(3 / shape[0]!);
        for (let i = offset; i < offset + size; i++) phi[i] = bound * (2 * rng.uniform() - 1);
      }
      return phi;
    },
    surface: (data) => maxoutSurface(own, pieces, data),
  };
}

function maxoutSurface({ parameters, dim }: Layout, pieces: number, data: Dataset) {
  const classes = parameters.at(-1)!.size;
  const inputs = parameters[0]!.shape[0]!;
  checkDataset(data, { inputs, outputs: classes });
  const loss = createLoss("crossEntropy", classes);
  const kernel = kernels();
  const { sgemm } = sharedBlas();
  const arena = createArena();
  const depth = parameters.length / 2;
  const layers = Array.from({ length: depth }, (_, i) => {
    const [weight, bias] = [parameters[2 * i]!, parameters[2 * i + 1]!];
    const columns = Math.ceil(bias.size / 4) * 4; // as the kernels need it
    return {
      weight,
      bias,
      columns,
      inputs: weight.shape[0]!,
      outputs: bias.size,
      biases: arena.float32(columns),
      sums: arena.float32(columns),
      z: arena.float32(TILE * columns), // the pieces' outputs, then their derivatives
      h: arena.float32(TILE * bias.size), // the units, then the derivatives with respect to them
      largest: new Uint32Array(TILE * bias.size), // where in z each unit comes from
    };
  });
  const last = layers.at(-1)!;
  const space = { phi: arena.float32(dim), out: arena.float32(dim), layers };
  const tiles = createTiles(data, TILE, arena);
  const labels = address(tiles.labels);
  last.biases.fill(loss.padding, classes);
  arena.releaseWith(space);

  function load(phi: Float32Array): void {
    if (phi.length !== dim) throw new RangeError(`${phi.length} numbers are not ${dim}.`);
    space.phi.set(phi);
    for (const { bias, biases } of space.layers) {
      biases.set(phi.subarray(bias.offset, bias.offset + bias.size));
    }
  }

  function forward(x: Float32Array, rows: number): void {
    let input = x;
    for (const layer of layers) {
      const { weight, biases, z, h, largest, inputs: k, outputs: n, columns } = layer;
      const w = space.phi.subarray(weight.offset, weight.offset + weight.size);
      sgemm(false, false, rows, n, k, 1, input, k, w, n, 0, z, columns);
      kernel.addBias(address(z), address(biases), rows, columns);
      if (layer === last) return;
      for (let row = 0, unit = 0; row < rows; row++) {
        const end = row * columns + n;
        for (let from = row * columns; from < end; from += pieces, unit++) {
          let best = from;
          for (let i = from + 1; i < from + pieces; i++) if (z[i]! > z[best]!) best = i;
          h[unit] = z[best]!;
          largest[unit] = best;
        }
      }
      input = h;
    }
  }

  function backward(x: Float32Array, rows: number, scale: number, first: boolean): void {
    const z = address(last.z);
    kernel.subtractOneHot(z, labels, z, rows, last.columns, scale);
    for (let i = depth - 1; i >= 0; i--) {
      const { weight, sums, z: delta, inputs: k, outputs: n, columns } = layers[i]!;
      const before = layers[i - 1];
      kernel.addColumnSums(address(delta), address(sums), rows, columns);
      const [start, end] = [weight.offset, weight.offset + weight.size];
      const slope = space.out.subarray(start, end);
      const h = before?.h ?? x;
      sgemm(true, false, k, n, rows, 1, h, k, delta, columns, first ? 0 : 1, slope, n);
      if (!before) return;
      const w = space.phi.subarray(start, end);
      sgemm(false, true, rows, k, n, 1, delta, columns, w, n, 0, before.h, k);
      before.z.fill(0, 0, rows * before.columns);
      for (let unit = 0; unit < rows * k; unit++) {
        before.z[before.largest[unit]!] = before.h[unit]!;
      }
    }
  }

  function pass(phi: Float32Array, batch: Batch | undefined, look: {
    outputs?: (rows: number) => void;
    backward?: typeof backward;
  }): number {
    load(phi);
    const count = batch?.length ?? data.size;
    let total = 0;
    tiles.forEach(batch, TILE, (x, rows, first) => {
      forward(x, rows);
      look.outputs?.(rows);
      total += loss.value(address(last.z), labels, rows, last.columns);
      look.backward?.(x, rows, 1 / count, first);
    });
    return total / count;
  }

  function evaluate(phi: Float32Array): { loss: number; accuracy: number } {
    let correct = 0;
    const loss = pass(phi, undefined, {
      outputs(rows) {
        correct += kernel.countCorrect(address(last.z), labels, rows, last.columns, classes);
      },
    });
    return { loss, accuracy: correct / data.size };
  }

  return {
    dim,
    examples: data.size,
    loss: (phi: Float32Array, batch?: Batch) => pass(phi, batch, {}),
    gradient(phi: Float32Array, out: Float32Array, batch?: Batch): number {
      layers.forEach(({ sums }) => sums.fill(0));
      const loss = pass(phi, batch, { backward });
      for (const { bias, sums } of layers) {
        space.out.set(sums.subarray(0, bias.size), bias.offset);
      }
      out.set(space.out);
      return loss;
    },
    accuracy: (phi: Float32Array) => evaluate(phi).accuracy,
    evaluate,
  };
}
