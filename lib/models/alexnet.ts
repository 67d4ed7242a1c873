import type { Tensor2D, Tensor4D } from "@tensorflow/tfjs";
import { addRelu } from "../compute/tfjs/add_relu.ts";
import { batchNorm } from "../compute/tfjs/batch_norm.ts";
import { convolve } from "../compute/tfjs/convolution.ts";
import { fullyConnected } from "../compute/tfjs/matmul.ts";
import { whiten as whitened } from "../compute/tfjs/whiten.ts";
import { type ImageNetwork, imageNetwork } from "./tf_network.ts";
import { viewOf } from "./layout.ts";
import { checkKeys, checkWhole, checkWord } from "../options.ts";

/** The width, normalization and input scaling of {@linkcode alexnet}. */
export interface AlexNetOptions {
  /** Channels of both convolutions, 64 by default: 1,387,786 parameters. */
  width?: number;
  /**
   * What follows each pooling layer: local response normalization over 9 channels, as published
   * (`"local"`, the default), batch normalization with batch statistics, or nothing.
   */
  norm?: "local" | "batch" | "none";
  /**
   * Whether each image is first shifted and scaled to mean 0 and variance 1; pixels in [0, 1] need
   * this. False by default.
   */
  whiten?: boolean;
}

/**
 * The small AlexNet for 28 × 28 color images in ten classes of Zhang et al. 2017, "Understanding
 * deep learning requires rethinking generalization" (appendix A): two stages of a 5 × 5
 * convolution, ReLU, 3 × 3 max pooling with stride 2 and normalization, then fully connected layers
 * of 384, 192 and 10 units. The last layer is initialized at a tenth of the usual scale, so that
 * the loss starts near ln 10.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { alexnet } from "lib/models/alexnet.ts";
 *
 * const net = await alexnet();
 * assertEquals(net.dim, 1_387_786);
 * ```
 */
export function alexnet(options: AlexNetOptions = {}): Promise<ImageNetwork> {
  const { width = 64, norm = "local", whiten = false } = options;
  checkKeys(options, ["width", "norm", "whiten"], "alexnet()");
  checkWhole(width, 1, "width", "alexnet()");
  checkWord(norm, ["local", "batch", "none"], "norm", "alexnet()");
  const flat = 7 * 7 * width;
  const scales = (i: number) =>
    norm === "batch" ? [[`scale${i}`, [width]], [`offset${i}`, [width]]] as const : [];
  return imageNetwork({
    shape: [28, 28, 3],
    parameters: [
      ["filter1", [5, 5, 3, width]],
      ["bias1", [width]],
      ...scales(1),
      ["filter2", [5, 5, width, width]],
      ["bias2", [width]],
      ...scales(2),
      ["weight3", [flat, 384]],
      ["bias3", [384]],
      ["weight4", [384, 192]],
      ["bias4", [192]],
      ["weight5", [192, 10]],
      ["bias5", [10]],
    ],
    adjust(phi, layout) {
      const last = viewOf(layout.parameters.find(({ name }) => name === "weight5")!, phi);
      last.forEach((value, i) => last[i] = 0.1 * value);
    },
    forward: (tf) => (p, x) => {
      const normalize = (h: Tensor4D, i: number) => {
        if (norm === "batch") return batchNorm(tf, h, p[`scale${i}`]!, p[`offset${i}`]!);
        return norm === "none" ? h : tf.localResponseNormalization(h, 4, 1, 0.001 / 9, 0.75);
      };
      const layer = (h: Tensor2D, i: number, relu: boolean): Tensor2D =>
        fullyConnected(tf, h, p[`weight${i}`] as Tensor2D, p[`bias${i}`]!, { relu });
      let h = x as Tensor4D;
      if (whiten) h = whitened(tf, h);
      for (const i of [1, 2]) {
        h = convolve(tf, h, p[`filter${i}`] as Tensor4D, 1);
        // Adding a bias and ReLU preserve order: after pooling they give the same result on fewer
        // units.
        h = addRelu(tf, tf.maxPool(h, 3, 2, "same"), p[`bias${i}`]!);
        h = normalize(h, i);
      }
      let units = tf.reshape(h, [-1, flat]) as Tensor2D;
      for (const i of [3, 4]) units = layer(units, i, true);
      return layer(units, 5, false);
    },
  });
}
