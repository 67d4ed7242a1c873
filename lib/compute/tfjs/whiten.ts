import type { Tensor } from "@tensorflow/tfjs";
import type { Heap } from "./heap.ts";
import { registerKernel, runKernel, type TensorFlow } from "./register.ts";

const FORWARD = "Whiten";
const BACKWARD = "WhitenGrad";

/** Added to the variance, so that an image of a single color becomes 0. */
const EPSILON = 1e-6;

/**
 * Shifts and scales each image to mean 0 and variance 1: (x − mean) / √(variance + 10⁻⁶). A
 * training step of the narrow AlexNet takes 0.95 of the time that it takes with TensorFlow.js's own
 * operations, a gradient by one image 0.6.
 *
 * @param x Images, one after another along the first axis.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { loadTensorFlow } from "lib/compute/tfjs/tensorflow.ts";
 * import { whiten } from "lib/compute/tfjs/whiten.ts";
 *
 * const tf = await loadTensorFlow();
 * const [low, high] = tf.tidy(() => whiten(tf, tf.tensor([3, 5], [1, 2])).dataSync());
 * assertAlmostEquals(low!, -1, 1e-5);
 * assertAlmostEquals(high!, 1, 1e-5);
 * ```
 */
export function whiten<T extends Tensor>(tf: TensorFlow, x: T): T {
  const [y] = runKernel<Tensor[]>(tf, FORWARD, { x });
  return y as T;
}

/**
 * Registers the kernels of {@linkcode whiten} and its derivative: those of batch normalization, with
 * the numbers of an image as the rows of a single channel, of scale 1 and offset 0.
 */
export function registerWhiten(tf: TensorFlow, heap: Heap): void {
  const { address, floats, kernels } = heap;

  /** Addresses of the scale, the offset, and of room for their derivatives, which nothing needs. */
  function channel(): [scale: number, offset: number, dscale: number, doffset: number] {
    const at = heap.scratch(4);
    floats(at, 2).set([1, 0]);
    return [at, at + 4, at + 8, at + 12];
  }

  registerKernel<{ x: Tensor }, unknown>(tf, FORWARD, ({ inputs: { x } }) => {
    const images = x.shape[0]!;
    const y = heap.output(x.shape);
    const statistics = heap.output([images, 2]);
    const [scale, offset] = channel();
    const size = x.size / (images || 1);
    for (let i = 0; i < images; i++) {
      const [from, to] = [address(x), address(y)].map((at) => at + 4 * i * size);
      const of = address(statistics) + 8 * i;
      kernels.batchNorm(from!, scale, offset, to!, of, size, 1, 1, EPSILON, 0);
    }
    return [y, statistics];
  });

  registerKernel<Record<"x" | "dy" | "statistics", Tensor>, unknown>(
    tf,
    BACKWARD,
    ({ inputs: { x, dy, statistics } }) => {
      const images = x.shape[0]!;
      const dx = heap.overwrite(dy);
      const [scale, offset, dscale, doffset] = channel();
      const size = x.size / (images || 1);
      for (let i = 0; i < images; i++) {
        kernels.batchNormGrad(
          address(x) + 4 * i * size,
          address(dy) + 4 * i * size,
          scale,
          offset,
          address(statistics) + 8 * i,
          address(dx) + 4 * i * size,
          dscale,
          doffset,
          size,
          1,
          1,
          0,
        );
      }
      return dx;
    },
  );

  tf.registerGradient({
    kernelName: FORWARD,
    inputsToSave: ["x"],
    outputsToSave: [false, true],
    gradFunc(dys, [x, statistics]) {
      const [dy] = dys as Tensor[];
      return { x: () => runKernel<Tensor>(tf, BACKWARD, { x, dy, statistics }) };
    },
  });
}
