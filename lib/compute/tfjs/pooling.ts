import type { Tensor, TensorInfo } from "@tensorflow/tfjs";
import type { Heap } from "./heap.ts";
import { registerKernel, type TensorFlow } from "./register.ts";

interface Attributes {
  filterSize: [number, number] | number;
  strides: [number, number] | number;
  pad: "valid" | "same" | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/** The kinds of the kernel `pool`. */
const [MAX, MAX_GRAD, MEAN, MEAN_GRAD] = [0, 1, 2, 3];

/**
 * Registers max and mean pooling of NHWC images and their derivatives. The derivative of a maximum
 * goes to the first of equal numbers, that of a mean to the numbers that were averaged:
 * TensorFlow.js's own kernel divides by the full window size even where the window extends over the
 * edge.
 */
export function registerPooling(tf: TensorFlow, heap: Heap): void {
  const { address } = heap;

  function plan(x: TensorInfo, { filterSize, strides, pad, dimRoundingMode }: Attributes) {
    const info = tf.backend_util.computePool2DInfo(
      x.shape as [number, number, number, number],
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    // deno-fmt-ignore
    const sizes = [
      info.batchSize, info.inHeight, info.inWidth, info.inChannels, info.filterHeight,
      info.filterWidth, info.strideHeight, info.strideWidth, info.padInfo.top, info.padInfo.left,
      info.outHeight, info.outWidth,
    ] as const;
    return { outShape: info.outShape, sizes };
  }

  for (const [name, kind] of [[tf.MaxPool, MAX], [tf.AvgPool, MEAN]] as const) {
    registerKernel<{ x: Tensor }, Attributes>(tf, name, ({ inputs: { x }, attrs }) => {
      if (x.dtype !== "float32") return;
      const { outShape, sizes } = plan(x, attrs);
      const y = heap.output(outShape);
      heap.kernels.pool(kind!, address(x), address(y), 0, 0, ...sizes);
      return y;
    });
  }

  for (const [name, kind] of [[tf.MaxPoolGrad, MAX_GRAD], [tf.AvgPoolGrad, MEAN_GRAD]] as const) {
    registerKernel<{ dy: Tensor; input: Tensor; output?: Tensor }, Attributes>(
      tf,
      name,
      ({ inputs: { dy, input: x, output: y }, attrs }) => {
        const dx = heap.output(x.shape);
        const { sizes } = plan(x, attrs);
        const atY = y ? address(y) : 0;
        heap.kernels.pool(kind!, address(x), atY, address(dy), address(dx), ...sizes);
        return dx;
      },
    );
  }
}
