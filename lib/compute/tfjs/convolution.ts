import type { Tensor, Tensor4D, TensorInfo } from "@tensorflow/tfjs";
import { product } from "../matrix.ts";
import type { Heap } from "./heap.ts";
import { addBias } from "./matmul.ts";
import { type ConvolutionAttributes as Attributes, createPatches } from "./patches.ts";
import { registerKernel, runKernel, type TensorFlow } from "./register.ts";
import { createWinograd } from "./winograd.ts";

/**
 * The convolution of images with a filter, padded so that with stride 1 it keeps their size. It is
 * `tf.conv2d` without the checks of its arguments: a training step of the residual CNN takes
 * 0.97 of the time.
 *
 * @param x Images × height × width × channels.
 * @param filter Height × width × channels × outputs.
 * @param stride Step from one position to the next, in pixels.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { convolve } from "lib/compute/tfjs/convolution.ts";
 * import { loadTensorFlow } from "lib/compute/tfjs/tensorflow.ts";
 *
 * const tf = await loadTensorFlow();
 * const image = tf.tensor4d([1, 2, 3], [1, 1, 3, 1]);
 * const filter = tf.tensor4d([1, 1, 1], [1, 3, 1, 1]);
 * assertEquals([...tf.tidy(() => convolve(tf, image, filter, 1)).dataSync()], [3, 6, 5]);
 * ```
 */
export function convolve(tf: TensorFlow, x: Tensor4D, filter: Tensor4D, stride: number): Tensor4D {
  const attrs = { strides: [stride, stride], pad: "same", dataFormat: "NHWC", dilations: [1, 1] };
  return runKernel<Tensor4D>(tf, tf.Conv2D, { x, filter }, attrs);
}

/**
 * Registers the convolution of NHWC images and its derivatives with respect to images and filter as
 * matrix products: patches × filter, patchesᵀ × dy and dy × filterᵀ. Winograd's algorithm is used
 * instead where it needs clearly fewer multiplications.
 */
export function registerConvolution(tf: TensorFlow, heap: Heap): void {
  const { address, blas, floats } = heap;
  const { plan, walk } = createPatches(tf, heap);
  const winograd = createWinograd(heap);

  function outputs(x: TensorInfo, filter: TensorInfo, attrs: Attributes): TensorInfo | undefined {
    const plans = plan(x.shape, filter.shape, attrs);
    if (!plans) return;
    const y = heap.output(plans.info.outShape);
    if (winograd.suits(plans.info)) {
      winograd.convolve(plans.info, x, filter, y);
      return y;
    }
    walk(plans, x, y, filter, "y", (patches, output, filterRows, group) => {
      product(output, patches, filterRows, { beta: group === 0 ? 0 : 1 }, blas);
    });
    return y;
  }

  registerKernel<{ x: Tensor; filter: Tensor }, Attributes>(
    tf,
    tf.Conv2D,
    ({ inputs, attrs }) => outputs(inputs.x, inputs.filter, attrs),
  );

  registerKernel<{ x: Tensor; filter: Tensor; bias?: Tensor }, Attributes>(
    tf,
    tf.FusedConv2D,
    ({ inputs: { x, filter, bias }, attrs }) => {
      if (bias && bias.shape.length !== 1) return;
      if (attrs.activation !== "linear" && attrs.activation !== "relu") return;
      const y = outputs(x, filter, attrs);
      if (y) addBias(heap, y, bias, attrs.activation === "relu");
      return y;
    },
  );

  registerKernel<{ x: Tensor; dy: Tensor }, Attributes>(
    tf,
    tf.Conv2DBackpropFilter,
    ({ inputs: { x, dy }, attrs }) => {
      const plans = plan(x.shape, attrs.filterShape!, attrs);
      if (!plans) return;
      const filter = heap.output(plans.info.filterShape);
      if (plans.info.batchSize > 0 && winograd.suits(plans.info)) {
        winograd.gradFilter(plans.info, x, dy, filter);
        return filter;
      }
      floats(address(filter), tf.util.sizeFromShape(filter.shape)).fill(0);
      walk(plans, x, dy, filter, "filter", (patches, output, filterRows) => {
        product(filterRows, patches, output, { transA: true, beta: 1 }, blas);
      });
      return filter;
    },
  );

  registerKernel<{ dy: Tensor; filter: Tensor }, Attributes>(
    tf,
    tf.Conv2DBackpropInput,
    ({ inputs: { dy, filter }, attrs }) => {
      const plans = plan(attrs.inputShape!, filter.shape, attrs);
      if (!plans) return;
      const dx = heap.output(plans.info.inShape);
      if (winograd.suits(plans.info)) {
        winograd.gradInput(plans.info, dy, filter, dx);
        return dx;
      }
      if (!plans.plain) floats(address(dx), tf.util.sizeFromShape(dx.shape)).fill(0);
      walk(plans, dx, dy, filter, "x", (patches, output, filterRows, group) => {
        product(patches, output, filterRows, { beta: group === 0 ? 0 : 1 }, blas);
      });
      return dx;
    },
  );

  const dilated = tf.getGradient(tf.Conv2D).gradFunc; // throws, as there is no kernel for it
  tf.registerGradient({
    kernelName: tf.Conv2D,
    inputsToSave: ["x", "filter"],
    gradFunc(dy, saved, attrs) {
      const [x, filter] = saved;
      const { dilations } = attrs as unknown as Attributes;
      if (!tf.backend_util.tupleValuesAreOne(dilations ?? 1)) return dilated(dy, saved, attrs);
      const toInput = { ...attrs, inputShape: x!.shape };
      const toFilter = { ...attrs, filterShape: filter!.shape };
      return {
        x: () => runKernel<Tensor>(tf, tf.Conv2DBackpropInput, { dy, filter }, toInput),
        filter: () => runKernel<Tensor>(tf, tf.Conv2DBackpropFilter, { x, dy }, toFilter),
      };
    },
  });
}
