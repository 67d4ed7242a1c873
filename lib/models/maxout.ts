import type { Tensor2D, Tensor4D } from "@tensorflow/tfjs";
import { fullyConnected } from "../compute/tfjs/matmul.ts";
import { UserError } from "../errors.ts";
import { type ImageNetwork, imageNetwork } from "./tf_network.ts";

/**
 * Creates a fully connected maxout network: a hidden unit is the maximum of several linear
 * functions of the previous layer, its pieces; outputs are linear (Goodfellow et al. 2013, eq. 1).
 * Weights are inputs × pieces, where those of a unit stand side by side; they are drawn uniformly
 * with variance 1 / fan-in, and biases are zero at first.
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
export async function maxout(widths: readonly number[], pieces: number): Promise<ImageNetwork> {
  if (widths.length < 2 || [...widths, pieces].some((n) => !Number.isInteger(n) || n < 1)) {
    throw new UserError(
      `A maxout network cannot have the widths [${widths.join(", ")}] with ${pieces} pieces.`,
      "Give the numbers of inputs, hidden units and outputs, and of pieces, as positive integers.",
    );
  }
  const last = widths.length - 1;
  const parameters: [string, number[]][] = [];
  for (let i = 1; i <= last; i++) {
    const columns = i === last ? widths[i]! : widths[i]! * pieces;
    parameters.push([`weight${i}`, [widths[i - 1]!, columns]], [`bias${i}`, [columns]]);
  }
  return await imageNetwork({
    shape: [widths[0]!],
    parameters,
    variance: 1,
    forward: (tf) => (p, x) => {
      const linear = (h: Tensor2D, i: number): Tensor2D =>
        fullyConnected(tf, h, p[`weight${i}`] as Tensor2D, p[`bias${i}`]!);
      let h = tf.reshape(x, [-1, widths[0]!]) as Tensor2D;
      for (let i = 1; i < last; i++) {
        // The pieces as pixels of an image that is one pixel high.
        const image = tf.reshape(linear(h, i), [-1, 1, widths[i]! * pieces, 1]) as Tensor4D;
        const units = tf.maxPool(image, [1, pieces], [1, pieces], "valid");
        h = tf.reshape(units, [-1, widths[i]!]) as Tensor2D;
      }
      return linear(h, last);
    },
  });
}
