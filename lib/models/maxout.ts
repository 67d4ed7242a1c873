import type { Tensor, Tensor2D } from "@tensorflow/tfjs";
import type { TensorFlow } from "../compute/tfjs/register.ts";
import { loadTensorFlow } from "../compute/tfjs/tensorflow.ts";
import { checkDataset } from "../datasets/check_dataset.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { UserError } from "../errors.ts";
import { type Layout, layout } from "./layout.ts";
import { type Forward, type TfSurface, tfSurface } from "./tf_surface.ts";
import type { Random } from "../random.ts";

/** A fully connected maxout network. */
export interface Maxout {
  /** Parameters `weight1` (inputs × units × pieces), `bias1`, …; the last layer has one piece. */
  readonly layout: Layout;
  /** Number of parameters D. */
  readonly dim: number;
  /** New parameters φ: weights uniform with variance 1 / fan-in, biases zero. */
  init(rng: Random): Float32Array;
  /**
   * Mean softmax cross-entropy of the network over the data, in nats.
   *
   * @throws {UserError} If the data do not fit the network.
   */
  surface(data: Dataset): TfSurface;
}

/**
 * Creates a fully connected maxout network: a hidden unit is the maximum of several linear
 * functions of the previous layer, its pieces; outputs are linear (Goodfellow et al. 2013, eq. 1).
 *
 * @param widths Numbers of units: inputs, hidden layers (if any), outputs.
 * @param pieces Number of linear functions per hidden unit.
 * @throws {UserError} If a number is not a positive integer.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { maxout } from "lib/models/maxout.ts";
 *
 * const net = await maxout([784, 100, 10], 4);
 * assertEquals(net.dim, 785 * 100 * 4 + 101 * 10);
 * ```
 */
export async function maxout(widths: readonly number[], pieces: number): Promise<Maxout> {
  if (widths.length < 2 || [...widths, pieces].some((n) => !Number.isInteger(n) || n < 1)) {
    throw new UserError(
      `A maxout network cannot have the widths [${widths.join(", ")}] with ${pieces} pieces.`,
      "Give the numbers of inputs, hidden units and outputs, and of pieces, as positive integers.",
    );
  }
  const tf = await loadTensorFlow();
  const [inputs, classes] = [widths[0]!, widths.at(-1)!];
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
    surface(data) {
      checkDataset(data, { inputs, outputs: classes });
      return tfSurface(tf, { layout: own, forward: forward(tf, widths, pieces) }, data);
    },
  };
}

function forward(tf: TensorFlow, widths: readonly number[], pieces: number): Forward {
  return (p, x) => {
    let h = tf.reshape(x, [-1, widths[0]!]) as Tensor2D;
    for (let i = 1; i < widths.length; i++) {
      const weight = tf.reshape(p[`weight${i}`]!, [widths[i - 1]!, -1]) as Tensor2D;
      const z: Tensor = tf.add(tf.matMul(h, weight), tf.reshape(p[`bias${i}`]!, [-1]));
      if (i === widths.length - 1) return z as Tensor2D;
      // The pieces as pixels of an image that is one pixel high.
      const image = tf.reshape(z, [-1, 1, widths[i]! * pieces, 1]) as Parameters<
        typeof tf.maxPool
      >[0];
      const units = tf.maxPool(image, [1, pieces], [1, pieces], "valid");
      h = tf.reshape(units, [-1, widths[i]!]) as Tensor2D;
    }
    return h;
  };
}
