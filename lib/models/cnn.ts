import type { Tensor, Tensor2D, Tensor4D } from "@tensorflow/tfjs";
import { addRelu } from "../compute/tfjs/add_relu.ts";
import { batchNorm } from "../compute/tfjs/batch_norm.ts";
import { convolve } from "../compute/tfjs/convolution.ts";
import { type ImageNetwork, imageNetwork } from "./tf_network.ts";
import { checkKeys, checkWhole } from "../options.ts";

/** The layers of {@linkcode cnn}, and the size of its images. */
export interface CnnOptions {
  /** Channels of the convolutions, [16, 32, 32] by default. */
  channels?: readonly number[];
  /** Units of a hidden fully connected layer with ReLU; 0, the default, for none. */
  hidden?: number;
  /** Height and width of the color images, 16 by default. */
  size?: number;
}

/**
 * A plain convolutional network for color images in ten classes: 3 × 3 convolutions with stride 2,
 * each followed by batch normalization (always with batch statistics) and ReLU, then one or two
 * fully connected layers.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { cnn } from "lib/models/cnn.ts";
 *
 * const net = await cnn({ hidden: 64 });
 * assertEquals(net.dim, 23_322);
 * ```
 */
export function cnn(options: CnnOptions = {}): Promise<ImageNetwork> {
  const { channels = [16, 32, 32], hidden = 0, size = 16 } = options;
  checkKeys(options, ["channels", "hidden", "size"], "cnn()");
  checkWhole(size, 1, "size", "cnn()");
  checkWhole(hidden, 0, "hidden", "cnn()");
  for (const count of channels) checkWhole(count, 1, "channels", "cnn()");
  const side = channels.reduce((side) => Math.ceil(side / 2), size);
  const flat = side * side * (channels.at(-1) ?? 3);
  return imageNetwork({
    shape: [size, size, 3],
    parameters: [
      ...channels.flatMap((outputs, i) => normalized(`${i + 1}`, 3, channels[i - 1] ?? 3, outputs)),
      ...(hidden > 0
        ? [["weightHidden", [flat, hidden]] as const, ["biasHidden", [hidden]] as const]
        : []),
      ["weight", [hidden || flat, 10]],
      ["bias", [10]],
    ],
    forward: (tf) => (p, x) => {
      const product = (h: Tensor2D, name: string): Tensor2D => tf.matMul(h, p[name] as Tensor2D);
      let h = x as Tensor4D;
      channels.forEach((_, i) => {
        h = convolve(tf, h, p[`filter${i + 1}`] as Tensor4D, 2);
        h = batchNorm(tf, h, p[`scale${i + 1}`]!, p[`offset${i + 1}`]!, { relu: true });
      });
      let units = tf.reshape(h, [-1, flat]) as Tensor2D;
      if (hidden > 0) units = addRelu(tf, product(units, "weightHidden"), p["biasHidden"]!);
      return tf.add(product(units, "weight"), p["bias"]!);
    },
  });
}

/** The width of {@linkcode residualCnn}, and the size of its images. */
export interface ResidualCnnOptions {
  /** Channels of the first block, 16 by default; the second has twice as many. */
  width?: number;
  /** Height and width of the color images, 16 by default. */
  size?: number;
}

/**
 * A residual network for color images in ten classes (He et al. 2016, "Deep residual learning for
 * image recognition"): a 3 × 3 convolution with stride 2, two residual blocks of two convolutions,
 * the second with stride 2, a mean over the positions and a fully connected layer. Batch
 * normalization, always with batch statistics, follows each 3 × 3 convolution.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { residualCnn } from "lib/models/cnn.ts";
 *
 * const net = await residualCnn();
 * assertEquals(net.layout.parameters[0]!.shape, [3, 3, 3, 16]);
 * ```
 */
export function residualCnn(options: ResidualCnnOptions = {}): Promise<ImageNetwork> {
  const { width = 16, size = 16 } = options;
  checkKeys(options, ["width", "size"], "residualCnn()");
  checkWhole(width, 1, "width", "residualCnn()");
  checkWhole(size, 1, "size", "residualCnn()");
  return imageNetwork({
    shape: [size, size, 3],
    parameters: [
      ...normalized("0", 3, 3, width),
      ...normalized("1a", 3, width, width),
      ...normalized("1b", 3, width, width),
      ...normalized("2a", 3, width, 2 * width),
      ...normalized("2b", 3, 2 * width, 2 * width),
      ["filterShortcut", [1, 1, width, 2 * width]],
      ["weight", [2 * width, 10]],
      ["bias", [10]],
    ],
    forward: (tf) => (p, x) => {
      const layer = (h: Tensor4D, name: string, stride: number, relu: boolean) =>
        batchNorm(
          tf,
          convolve(tf, h, p[`filter${name}`] as Tensor4D, stride),
          p[`scale${name}`]!,
          p[`offset${name}`]!,
          { relu },
        );
      const block = (h: Tensor4D, name: string, stride: number, shortcut: Tensor): Tensor4D => {
        const inner = layer(h, `${name}a`, stride, true);
        return addRelu(tf, layer(inner, `${name}b`, 1, false), shortcut);
      };
      let h = layer(x as Tensor4D, "0", 2, true);
      h = block(h, "1", 1, h);
      h = block(h, "2", 2, convolve(tf, h, p["filterShortcut"] as Tensor4D, 2));
      const means = tf.avgPool(h, [h.shape[1], h.shape[2]], 1, "valid");
      const units = tf.reshape(means, [-1, 2 * width]) as Tensor2D;
      return tf.add(tf.matMul(units, p["weight"] as Tensor2D), p["bias"]!);
    },
  });
}

/** A square filter, and the scale and offset of the batch normalization that follows it. */
function normalized(
  name: string,
  filter: number,
  inputs: number,
  outputs: number,
): [string, number[]][] {
  return [
    [`filter${name}`, [filter, filter, inputs, outputs]],
    [`scale${name}`, [outputs]],
    [`offset${name}`, [outputs]],
  ];
}
