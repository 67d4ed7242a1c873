import type { Tensor } from "@tensorflow/tfjs";
import type { Heap } from "./heap.ts";
import { registerKernel, runKernel, type TensorFlow } from "./register.ts";
import { emptyTensor } from "./tensors.ts";

const FORWARD = "BatchStatisticsNorm";
const BACKWARD = "BatchStatisticsNormGrad";

interface Attributes {
  epsilon: number;
  relu: boolean;
}

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
 * @param x Values with the channels last, such as examples × height × width × channels; or several
 * such tensors, which together have the channels of the result.
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
  x: T | readonly T[],
  scale: Tensor,
  offset: Tensor,
  { relu = false, epsilon = 1e-5 }: BatchNormOptions = {},
): T {
  const parts = x instanceof tf.Tensor ? [x] : x;
  // As a second result the statistics would get a derivative of zeros in each backward pass.
  const statistics = emptyTensor(tf, [2, scale.size]);
  const inputs = [scale, offset, ...parts, statistics];
  return runKernel<T>(tf, FORWARD, inputs, { epsilon, relu });
}

/** Registers the kernels of {@linkcode batchNorm} and its derivative. */
export function registerBatchNorm(tf: TensorFlow, heap: Heap): void {
  const { address, kernels } = heap;

  registerKernel<Tensor[], Attributes>(tf, FORWARD, ({ inputs, attrs: { epsilon, relu } }) => {
    const [scale, offset] = inputs as [Tensor, Tensor];
    const parts = inputs.slice(2, -1);
    const statistics = inputs.at(-1)!;
    const y = heap.output([...parts[0]!.shape.slice(0, -1), scale.size]);
    let at = 0;
    for (const x of parts) {
      const channels = x.shape.at(-1)!;
      kernels.batchNorm(
        address(x),
        address(scale) + at,
        address(offset) + at,
        address(y) + at,
        address(statistics) + at,
        x.size / channels,
        channels,
        scale.size,
        epsilon,
        Number(relu),
      );
      at += 4 * channels;
    }
    return y;
  });

  registerKernel<Tensor[], Attributes>(tf, BACKWARD, ({ inputs, attrs: { relu } }) => {
    const [dy, scale, offset] = inputs as [Tensor, Tensor, Tensor];
    const parts = inputs.slice(3, -1);
    const statistics = inputs.at(-1)!;
    // Before the small ones, which might be put where a large one has been.
    const dxs = parts.length === 1
      ? [heap.overwrite(dy)]
      : parts.map(({ shape }) => heap.output(shape));
    const [dscale, doffset] = [heap.output(scale.shape), heap.output(scale.shape)];
    let at = 0;
    parts.forEach((x, i) => {
      const channels = x.shape.at(-1)!;
      kernels.batchNormGrad(
        address(x),
        address(dy) + at,
        address(scale) + at,
        address(offset) + at,
        address(statistics) + at,
        address(dxs[i]!),
        address(dscale) + at,
        address(doffset) + at,
        x.size / channels,
        channels,
        scale.size,
        Number(relu),
      );
      at += 4 * channels;
    });
    return [dscale, doffset, ...dxs];
  });

  tf.registerGradient({
    kernelName: FORWARD,
    saveAllInputs: true,
    gradFunc(dy, saved, attrs) {
      const derivatives = runKernel<Tensor[]>(tf, BACKWARD, [dy as Tensor, ...saved], attrs);
      // In the order of the inputs. The statistics come last and are no variable.
      return Object.fromEntries(derivatives.map((derivative, i) => [i, () => derivative]));
    },
  });
}
