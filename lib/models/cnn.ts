import type { NamedTensorMap, Tensor, Tensor2D, Tensor4D } from "@tensorflow/tfjs";
import { addRelu } from "../compute/tfjs/add_relu.ts";
import { batchNorm } from "../compute/tfjs/batch_norm.ts";
import { convolve } from "../compute/tfjs/convolution.ts";
import { fullyConnected } from "../compute/tfjs/matmul.ts";
import type { TensorFlow } from "../compute/tfjs/register.ts";
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
  const parameters = channels.flatMap((outputs, i) =>
    normalized(`${i + 1}`, channels[i - 1] ?? 3, outputs)
  );
  if (hidden > 0) parameters.push(["weightHidden", [flat, hidden]], ["biasHidden", [hidden]]);
  parameters.push(["weight", [hidden || flat, 10]], ["bias", [10]]);
  return imageNetwork({
    shape: [size, size, 3],
    parameters,
    forward: (tf) => (p, x) => {
      const linear = (h: Tensor2D, of: string, relu: boolean): Tensor2D =>
        fullyConnected(tf, h, p[`weight${of}`] as Tensor2D, p[`bias${of}`]!, { relu });
      let h = x as Tensor4D;
      for (let i = 1; i <= channels.length; i++) {
        h = convolution(tf, p, h, `${i}`, { stride: 2, relu: true });
      }
      let units = tf.reshape(h, [-1, flat]) as Tensor2D;
      if (hidden > 0) units = linear(units, "Hidden", true);
      return linear(units, "", false);
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
      ...normalized("0", 3, width),
      ...normalized("1a", width, width),
      ...normalized("1b", width, width),
      ...normalized("2a", width, 2 * width),
      ...normalized("2b", 2 * width, 2 * width),
      ["filterShortcut", [1, 1, width, 2 * width]],
      ["weight", [2 * width, 10]],
      ["bias", [10]],
    ],
    forward: (tf) => (p, x) => {
      const block = (h: Tensor4D, name: string, stride: number, shortcut: Tensor): Tensor4D => {
        const inner = convolution(tf, p, h, `${name}a`, { stride, relu: true });
        const outer = convolution(tf, p, inner, `${name}b`, { stride: 1, relu: false });
        return addRelu(tf, outer, shortcut);
      };
      let h = convolution(tf, p, x as Tensor4D, "0", { stride: 2, relu: true });
      h = block(h, "1", 1, h);
      h = block(h, "2", 2, convolve(tf, h, p["filterShortcut"] as Tensor4D, 2));
      const means = tf.avgPool(h, [h.shape[1], h.shape[2]], 1, "valid");
      const units = tf.reshape(means, [-1, 2 * width]) as Tensor2D;
      return fullyConnected(tf, units, p["weight"] as Tensor2D, p["bias"]!);
    },
  });
}

/** A 3 × 3 filter, and the scale and offset of the batch normalization that follows it. */
function normalized(name: string, inputs: number, outputs: number): [string, number[]][] {
  return [
    [`filter${name}`, [3, 3, inputs, outputs]],
    [`scale${name}`, [outputs]],
    [`offset${name}`, [outputs]],
  ];
}

/** The layer of these parameters: convolution, batch normalization, and ReLU if asked for. */
function convolution(
  tf: TensorFlow,
  p: NamedTensorMap,
  h: Tensor4D,
  name: string,
  { stride, relu }: { stride: number; relu: boolean },
): Tensor4D {
  const filtered = convolve(tf, h, p[`filter${name}`] as Tensor4D, stride);
  return batchNorm(tf, filtered, p[`scale${name}`]!, p[`offset${name}`]!, { relu });
}
