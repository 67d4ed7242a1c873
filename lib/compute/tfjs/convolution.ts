import type { Tensor, TensorInfo } from "@tensorflow/tfjs";
import { gemm } from "../blas.ts";
import type { Heap } from "./heap.ts";
import { addBias } from "./matmul.ts";
import { type ConvolutionAttributes as Attributes, createPatches } from "./patches.ts";
import { registerKernel, type TensorFlow } from "./register.ts";
import { createWinograd } from "./winograd.ts";

/**
 * Registers the convolution of NHWC images and its derivatives with respect to images and filter as
 * matrix products: patches × filter, patchesᵀ × dy and dy × filterᵀ. Winograd's algorithm is used
 * instead where it needs clearly fewer multiplications.
 */
export function registerConvolution(tf: TensorFlow, heap: Heap): void {
  const { address, blas, floats } = heap;
  const { plan, walk } = createPatches(tf, heap);
  const winograd = createWinograd(heap);

  function convolve(x: TensorInfo, filter: TensorInfo, attrs: Attributes): TensorInfo | undefined {
    const plans = plan(x.shape, filter.shape, attrs);
    if (!plans) return;
    const { k, n } = plans;
    const y = heap.output(plans.info.outShape);
    if (winograd.suits(plans.info)) {
      winograd.convolve(plans.info, x, filter, y);
      return y;
    }
    walk(plans, x, y, filter, "y", (patches, lines, filterRows, m, group) => {
      gemm({
        m,
        n,
        k,
        a: floats(patches, m * k),
        b: floats(filterRows, k * n),
        c: floats(lines, m * n),
        beta: group === 0 ? 0 : 1,
      }, blas);
    });
    return y;
  }

  registerKernel<{ x: Tensor; filter: Tensor }, Attributes>(
    tf,
    tf.Conv2D,
    ({ inputs, attrs }) => convolve(inputs.x, inputs.filter, attrs),
  );

  registerKernel<{ x: Tensor; filter: Tensor; bias?: Tensor }, Attributes>(
    tf,
    tf.FusedConv2D,
    ({ inputs: { x, filter, bias }, attrs }) => {
      if (bias && bias.shape.length !== 1) return;
      if (attrs.activation !== "linear" && attrs.activation !== "relu") return;
      const y = convolve(x, filter, attrs);
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
      const { k, n } = plans;
      const filter = heap.output(plans.info.filterShape);
      if (plans.info.batchSize > 0 && winograd.suits(plans.info)) {
        winograd.gradFilter(plans.info, x, dy, filter);
        return filter;
      }
      floats(address(filter), tf.util.sizeFromShape(filter.shape)).fill(0);
      walk(plans, x, dy, filter, "filter", (patches, lines, filterRows, m) => {
        gemm({
          m: k,
          n,
          k: m,
          a: floats(patches, m * k),
          transA: true,
          b: floats(lines, m * n),
          c: floats(filterRows, k * n),
          beta: 1,
        }, blas);
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
      const { groups, k, n } = plans;
      const dx = heap.output(plans.info.inShape);
      if (winograd.suits(plans.info)) {
        winograd.gradInput(plans.info, dy, filter, dx);
        return dx;
      }
      if (!plans.plain) floats(address(dx), tf.util.sizeFromShape(dx.shape)).fill(0);
      walk(plans, dx, dy, filter, "x", (patches, lines, filterRows, m) => {
        gemm({
          m,
          n: k,
          k: n,
          a: floats(lines, m * n),
          b: floats(filterRows, k * n),
          c: floats(patches, m * k),
          beta: groups === 1 ? 0 : 1,
        }, blas);
      });
      return dx;
    },
  );
}
