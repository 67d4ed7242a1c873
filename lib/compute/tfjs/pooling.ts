import type { Tensor, TensorInfo } from "@tensorflow/tfjs";
import type { Heap } from "./heap.ts";
import { registerKernel, type TensorFlow } from "./register.ts";

interface Attributes {
  filterSize: [number, number] | number;
  strides: [number, number] | number;
  pad: "valid" | "same" | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/**
 * Registers max and mean pooling of NHWC images and their derivatives. The derivative of a maximum
 * goes to the first of equal numbers, that of a mean to the numbers that were averaged:
 * TensorFlow.js's own kernel divides by the full window size even where the window extends over the
 * edge.
 */
export function registerPooling(tf: TensorFlow, heap: Heap): void {
  const { avgPool, avgPoolGrad, maxPool, maxPoolGrad } = heap.kernels;

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

  function zeros(shape: readonly number[]): TensorInfo {
    const out = heap.output(shape);
    heap.floats(heap.address(out), tf.util.sizeFromShape([...shape])).fill(0);
    return out;
  }

  for (const [name, kernel] of [[tf.MaxPool, maxPool], [tf.AvgPool, avgPool]] as const) {
    registerKernel<{ x: Tensor }, Attributes>(tf, name, ({ inputs: { x }, attrs }) => {
      if (x.dtype !== "float32") return;
      const { outShape, sizes } = plan(x, attrs);
      const y = heap.output(outShape);
      kernel(heap.address(x), heap.address(y), ...sizes);
      return y;
    });
  }

  registerKernel<{ dy: Tensor; input: Tensor; output: Tensor }, Attributes>(
    tf,
    tf.MaxPoolGrad,
    ({ inputs: { dy, input, output }, attrs }) => {
      const dx = zeros(input.shape);
      const { sizes } = plan(input, attrs);
      const { address } = heap;
      maxPoolGrad(address(input), address(output), address(dy), address(dx), ...sizes);
      return dx;
    },
  );

  registerKernel<{ dy: Tensor; input: Tensor }, Attributes>(
    tf,
    tf.AvgPoolGrad,
    ({ inputs: { dy, input }, attrs }) => {
      const dx = zeros(input.shape);
      avgPoolGrad(heap.address(dy), heap.address(dx), ...plan(input, attrs).sizes);
      return dx;
    },
  );
}
