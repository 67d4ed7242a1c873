import type { Tensor, TensorInfo } from "@tensorflow/tfjs";
import { gemm } from "../blas.ts";
import type { Heap } from "./heap.ts";
import { addBias } from "./matmul.ts";
import { type ConvolutionAttributes as Attributes, createPatches } from "./patches.ts";
import { registerKernel, type TensorFlow } from "./register.ts";
import { createWinograd } from "./winograd.ts";

/** Maximum number of channels that counts as few. */
const NARROW = 16;

/**
 * Registers the convolution of NHWC images and its derivatives with respect to images and filter as
 * matrix products: patches × filter, patchesᵀ × dy and dy × filterᵀ. Winograd's algorithm is used
 * instead where it needs clearly fewer multiplications.
 */
export function registerConvolution(tf: TensorFlow, heap: Heap): void {
  const { address } = heap;
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
        a: heap.floats(patches, m * k),
        b: heap.floats(filterRows, k * n),
        c: heap.floats(lines, m * n),
        beta: group === 0 ? 0 : 1,
      });
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
      const { k, n, groups } = plans;
      const filter = heap.output(plans.info.filterShape);
      if (plans.info.batchSize > 0 && winograd.suits(plans.info)) {
        winograd.gradFilter(plans.info, x, dy, filter);
        return filter;
      }
      // OpenBLAS computes the transposed product faster if there are few channels.
      const transposed = n <= NARROW;
      heap.floats(address(filter), tf.util.sizeFromShape(filter.shape)).fill(0);
      walk(plans, x, dy, filter, "filter", (patches, lines, filterRows, m) => {
        const [a, b] = [heap.floats(patches, m * k), heap.floats(lines, m * n)];
        const c = heap.floats(filterRows, k * n);
        if (transposed) gemm({ m: n, n: k, k: m, a: b, transA: true, b: a, c, beta: 1 });
        else gemm({ m: k, n, k: m, a, transA: true, b, c, beta: 1 });
      });
      if (transposed) {
        for (let group = 0; group < groups; group++) {
          transpose(heap.floats(address(filter) + 4 * group * k * n, k * n), n, k);
        }
      }
      return filter;
    },
  );

  registerKernel<{ dy: Tensor; filter: Tensor }, Attributes>(
    tf,
    tf.Conv2DBackpropInput,
    ({ inputs: { dy, filter }, attrs }) => {
      const plans = plan(attrs.inputShape!, filter.shape, attrs);
      if (!plans) return;
      const { k, n } = plans;
      const dx = heap.output(plans.info.inShape);
      if (winograd.suits(plans.info)) {
        winograd.gradInput(plans.info, dy, filter, dx);
        return dx;
      }
      heap.floats(address(dx), tf.util.sizeFromShape(dx.shape)).fill(0);
      walk(plans, dx, dy, filter, "x", (patches, lines, filterRows, m) => {
        gemm({
          m,
          n: k,
          k: n,
          a: heap.floats(lines, m * n),
          b: heap.floats(filterRows, k * n),
          transB: true,
          c: heap.floats(patches, m * k),
          beta: 1,
        });
      });
      return dx;
    },
  );
}

/** Transposes a matrix of the given numbers of rows and columns in place. */
function transpose(matrix: Float32Array, rows: number, columns: number): void {
  const old = matrix.slice();
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) matrix[j * rows + i] = old[i * columns + j]!;
  }
}
