import type { NamedAttrMap, NamedTensorMap, Tensor } from "@tensorflow/tfjs";
import type { Heap } from "./heap.ts";
import { registerKernel, type TensorFlow } from "./register.ts";
import { emptyTensor } from "./tensors.ts";

const FORWARD = "BatchStatisticsNorm";
const BACKWARD = "BatchStatisticsNormGrad";

interface Attributes {
  epsilon: number;
  relu: boolean;
}

/**
 * What both kernels need. The first one writes the statistics; as a second result they would get a
 * derivative of zeros in each backward pass.
 */
type Inputs = Record<"x" | "scale" | "offset" | "statistics", Tensor>;

/** What {@linkcode batchNorm} adds to the variance, and whether ReLU follows. */
export interface BatchNormOptions {
  /** Whether to apply ReLU, at no extra cost; false by default. */
  relu?: boolean;
  /** Added to the variance, 1e-5 by default. */
  epsilon?: number;
}

/**
 * Batch normalization (Ioffe and Szegedy 2015): scale · (x − mean) / √(variance + ε) + offset, with
 * the mean and the biased variance of each channel over all the examples and positions in `x`.
 *
 * @param x Values with the channels last, such as examples × height × width × channels.
 * @param scale One number per channel.
 * @param offset One number per channel.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { batchNorm } from "lib/compute/tfjs/batch_norm.ts";
 * import { loadTensorFlow } from "lib/compute/tfjs/tensorflow.ts";
 *
 * const tf = await loadTensorFlow();
 * const [low, high] = tf.tidy(() =>
 *   batchNorm(tf, tf.tensor([3, 5], [2, 1]), tf.tensor([2]), tf.tensor([7])).dataSync()
 * );
 * assertAlmostEquals(low!, 5, 1e-4);
 * assertAlmostEquals(high!, 9, 1e-4);
 * ```
 */
export function batchNorm<T extends Tensor>(
  tf: TensorFlow,
  x: T,
  scale: Tensor,
  offset: Tensor,
  { relu = false, epsilon = 1e-5 }: BatchNormOptions = {},
): T {
  const statistics = emptyTensor(tf, [2, x.shape.at(-1)!]);
  const inputs = { x, scale, offset, statistics } as unknown as NamedTensorMap;
  return tf.engine().runKernel<Tensor>(FORWARD, inputs, { epsilon, relu }) as T;
}

/** Registers the kernels of {@linkcode batchNorm} and its derivative. */
export function registerBatchNorm(tf: TensorFlow, heap: Heap): void {
  const { address } = heap;

  registerKernel<Inputs, Attributes>(
    tf,
    FORWARD,
    ({ inputs: { x, scale, offset, statistics }, attrs: { epsilon, relu } }) => {
      const channels = x.shape.at(-1)!;
      const y = heap.output(x.shape);
      heap.kernels.batchNorm(
        address(x),
        address(scale),
        address(offset),
        address(y),
        address(statistics),
        x.size / channels,
        channels,
        epsilon,
        Number(relu),
      );
      return y;
    },
  );

  registerKernel<Inputs & { dy: Tensor }, Attributes>(
    tf,
    BACKWARD,
    ({ inputs: { x, dy, scale, offset, statistics }, attrs: { relu } }) => {
      const channels = x.shape.at(-1)!;
      const dx = heap.overwrite(dy);
      const [dscale, doffset] = [[channels], [channels]].map(heap.output);
      heap.kernels.batchNormGrad(
        address(x),
        address(dy),
        address(scale),
        address(offset),
        address(statistics),
        address(dx),
        address(dscale!),
        address(doffset!),
        x.size / channels,
        channels,
        Number(relu),
      );
      return [dx, dscale!, doffset!];
    },
  );

  tf.registerGradient({
    kernelName: FORWARD,
    inputsToSave: ["x", "scale", "offset", "statistics"],
    gradFunc(dy, [x, scale, offset, statistics], attrs) {
      const inputs = { x, dy, scale, offset, statistics } as unknown as NamedTensorMap;
      const [dx, dscale, doffset] = tf.engine().runKernel<Tensor[]>(
        BACKWARD,
        inputs,
        attrs as NamedAttrMap,
      );
      return { x: () => dx!, scale: () => dscale!, offset: () => doffset! };
    },
  });
}
