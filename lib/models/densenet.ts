import type { Tensor2D, Tensor4D } from "@tensorflow/tfjs";
import { batchNorm } from "../compute/tfjs/batch_norm.ts";
import { convolve } from "../compute/tfjs/convolution.ts";
import { fullyConnected } from "../compute/tfjs/matmul.ts";
import { type ImageNetwork, imageNetwork } from "./tf_network.ts";
import { checkKeys, checkOption, checkWhole } from "../options.ts";

/** The growth, depth and compression of {@linkcode densenet}, and the size of its images. */
export interface DenseNetOptions {
  /** Channels that each convolution adds, 12 by default. */
  growth?: number;
  /** Dense blocks, 2 by default. */
  blocks?: number;
  /** Convolutions in each block, 3 by default. */
  layers?: number;
  /** The first convolution: its channels, twice the growth by default, and its stride, 2. */
  first?: { channels: number; stride: number };
  /** Share of the channels that pass from one block to the next, 0.5 by default. */
  compression?: number;
  /** Height and width of the color images, 16 by default. */
  size?: number;
}

/**
 * A DenseNet for color images in ten classes (Huang et al. 2017, "Densely connected convolutional
 * networks"): a convolution; blocks in which each convolution receives all earlier channels and
 * adds its own; between them, transitions to fewer channels and half the size; a mean over the
 * positions and a fully connected layer. Batch normalization, always with batch statistics, and
 * ReLU precede each convolution except the first.
 *
 * The authors' DenseNet-40 has growth 12, three blocks of 12 layers, a first convolution of 16
 * channels with stride 1, compression 1 and 32 × 32 pixels.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { densenet } from "lib/models/densenet.ts";
 *
 * const net = await densenet();
 * assertEquals(net.dim, 29_110);
 * ```
 */
export function densenet(options: DenseNetOptions = {}): Promise<ImageNetwork> {
  const { growth = 12, blocks = 2, layers = 3, compression = 0.5, size = 16 } = options;
  const { first = { channels: 2 * growth, stride: 2 } } = options;
  const of = "densenet()";
  checkKeys(options, ["growth", "blocks", "layers", "first", "compression", "size"], of);
  checkKeys(first, ["channels", "stride"], `\`first\` of ${of}`);
  checkWhole(growth, 1, "growth", of);
  checkWhole(blocks, 1, "blocks", of);
  checkWhole(layers, 1, "layers", of);
  checkWhole(size, 1, "size", of);
  checkWhole(first.channels, 1, "first.channels", of);
  checkWhole(first.stride, 1, "first.stride", of);
  const passes = compression > 0 && compression <= 1;
  checkOption(passes, "compression", compression, "a number above 0, at most 1", of);
  const parameters: [string, number[]][] = [];
  const indices = Array.from({ length: blocks }, (_, i) => i + 1);
  /** Names of the layers in a block. */
  const block = (i: number) => Array.from({ length: layers }, (_, j) => `${i}.${j + 1}`);

  let { channels } = first;
  function normalized(name: string, filter: number, outputs: number): void {
    parameters.push([`scale${name}`, [channels]], [`offset${name}`, [channels]]);
    parameters.push([`filter${name}`, [filter, filter, channels, outputs]]);
  }
  parameters.push(["filter0", [3, 3, 3, channels]]);
  for (const i of indices) {
    for (const name of block(i)) {
      normalized(name, 3, growth);
      channels += growth;
    }
    if (i < blocks) {
      const passed = Math.floor(compression * channels);
      normalized(`Transition${i}`, 1, passed);
      channels = passed;
    }
  }
  parameters.push(["scaleLast", [channels]], ["offsetLast", [channels]]);
  parameters.push(["weight", [channels, 10]], ["bias", [10]]);

  return imageNetwork({
    shape: [size, size, 3],
    parameters,
    forward: (tf) => (p, x) => {
      const filtered = (h: Tensor4D, name: string, stride = 1) =>
        convolve(tf, h, p[`filter${name}`] as Tensor4D, stride);
      const activate = (parts: Tensor4D[], name: string) =>
        batchNorm(tf, parts, p[`scale${name}`]!, p[`offset${name}`]!, { relu: true });
      // The channels of a block, in the order in which its layers add them.
      let parts = [filtered(x as Tensor4D, "0", first.stride)];
      for (const i of indices) {
        for (const name of block(i)) parts.push(filtered(activate(parts, name), name));
        if (i < blocks) {
          const name = `Transition${i}`;
          parts = [tf.avgPool(filtered(activate(parts, name), name), 2, 2, "valid")];
        }
      }
      const h = activate(parts, "Last");
      const means = tf.avgPool(h, [h.shape[1], h.shape[2]], 1, "valid");
      const units = tf.reshape(means, [-1, channels]) as Tensor2D;
      return fullyConnected(tf, units, p["weight"] as Tensor2D, p["bias"]!);
    },
  });
}
