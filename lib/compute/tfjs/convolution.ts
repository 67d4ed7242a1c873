import type { Tensor, TensorInfo } from "@tensorflow/tfjs";
import { gemm } from "../blas.ts";
import type { Heap } from "./heap.ts";
import { addBias } from "./matmul.ts";
import { registerKernel, type TensorFlow } from "./register.ts";
import { createWinograd } from "./winograd.ts";

/** Numbers of the patches that are made at a time, few enough to stay in the cache. */
const PATCHES = 1 << 16;

/** At most so many channels are few. */
const NARROW = 16;

interface Attributes {
  strides: [number, number] | number;
  pad: Parameters<TensorFlow["backend_util"]["computeConv2DInfo"]>[4];
  dataFormat: "NHWC" | "NCHW";
  dimRoundingMode?: "floor" | "round" | "ceil";
  dilations?: [number, number] | number;
  inputShape?: Shape4D;
  filterShape?: Shape4D;
  activation?: string;
}

type Shape4D = [number, number, number, number];

/**
 * Registers the convolution of NHWC images and its derivatives by images and filter as matrix
 * products: patches × filter, patchesᵀ × dy and dy × filterᵀ (Chellapilla et al. 2006, "High
 * performance convolutional neural networks for document processing").
 *
 * The patches are not copied out for the whole filter but for one row of it: the product with row i
 * of the filter takes those that start i rows further down. For that the patches of some images
 * are laid out line by line, all images' first lines, all images' second lines and so on, and the
 * products' other side, `lines` below, likewise. With a stride, the lines that start in the same
 * row modulo the stride stand together.
 */
export function registerConvolution(tf: TensorFlow, heap: Heap): void {
  const { copyRows, fold, unfold } = heap.kernels;
  const { address } = heap;
  const winograd = createWinograd(heap);

  function plan(inShape: readonly number[], filterShape: readonly number[], attrs: Attributes) {
    const { strides, pad, dataFormat, dimRoundingMode, dilations = 1 } = attrs;
    if (dataFormat !== "NHWC" || !tf.backend_util.tupleValuesAreOne(dilations)) return;
    const info = tf.backend_util.computeConv2DInfo(
      inShape as Shape4D,
      filterShape as Shape4D,
      strides,
      dilations,
      pad,
      dimRoundingMode,
    );
    const { filterHeight, filterWidth, inChannels, outHeight, outWidth, strideHeight } = info;
    const { top, left, right, bottom } = info.padInfo;
    // Short rows of the filter would make thin products: then patches are of the whole filter.
    const rows = filterWidth * inChannels < 32 ? filterHeight : 1;
    const groups = filterHeight / rows;
    const phases = Math.min(strideHeight, groups);
    const linesPerPhase = outHeight + Math.floor((groups - 1) / strideHeight);
    const k = rows * filterWidth * inChannels;
    const perImage = phases * linesPerPhase * outWidth * k;
    return {
      info,
      rows,
      groups,
      phases,
      linesPerPhase,
      k,
      n: info.outChannels,
      images: Math.max(1, Math.min(info.batchSize, Math.floor(PATCHES / perImage))),
      // With filters of one pixel the images themselves are the patches.
      plain: filterHeight * filterWidth * strideHeight * info.strideWidth === 1 &&
        top + left + right + bottom === 0,
    };
  }
  type Plan = NonNullable<ReturnType<typeof plan>>;

  /** Calls `unfold` or `fold` for all lines of patches of the images. */
  function eachLine(plan: Plan, kernel: typeof fold, x: number, patches: number, images: number) {
    const { info, rows, groups, phases, linesPerPhase, k } = plan;
    const { strideHeight, padInfo: { top, left } } = info;
    const lineBytes = 4 * images * info.outWidth * k;
    const lines = (info.outHeight - 1) * strideHeight + groups;
    for (let phase = 0; phase < phases; phase++) {
      for (let line = phase, slot = 0; line < lines; line += strideHeight, slot++) {
        kernel(
          x,
          patches + (phase * linesPerPhase + slot) * lineBytes,
          images,
          line - top,
          rows,
          info.inHeight,
          info.inWidth,
          info.inChannels,
          info.filterWidth,
          info.strideWidth,
          left,
          info.outWidth,
        );
      }
    }
  }

  /** Copies between the output of some images and its lines, in the order of the patches. */
  function reorder({ info, n }: Plan, y: number, lines: number, images: number, toLines: boolean) {
    const { outHeight, outWidth } = info;
    const line = outWidth * n;
    for (let i = 0; i < images; i++) {
      const image = y + 4 * i * outHeight * line;
      const inLines = lines + 4 * i * line;
      if (toLines) copyRows(inLines, images * line, image, line, outHeight, line);
      else copyRows(image, line, inLines, images * line, outHeight, line);
    }
  }

  /**
   * Walks through the images, a few at a time, and for each row of the filter calls `product` with
   * the addresses of its patches, of the lines of the output and of the row of the filter, and with
   * the number m of patches.
   */
  function walk(
    plan: Plan,
    x: TensorInfo,
    y: TensorInfo,
    filter: TensorInfo,
    result: "x" | "y" | "filter",
    product: (patches: number, lines: number, filterRow: number, m: number, group: number) => void,
  ): void {
    const { info, groups, phases, linesPerPhase, k, n } = plan;
    const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, strideHeight } = info;
    if (plan.plain) {
      product(address(x), address(y), address(filter), batchSize * outHeight * outWidth, 0);
      return;
    }
    const patchLength = phases * linesPerPhase * plan.images * outWidth * k;
    const linesLength = plan.images * outHeight * outWidth * n;
    const patches = heap.scratch(patchLength + linesLength);
    for (let first = 0; first < batchSize; first += plan.images) {
      const images = Math.min(plan.images, batchSize - first);
      const atX = address(x) + 4 * first * inHeight * inWidth * inChannels;
      const atY = address(y) + 4 * first * outHeight * outWidth * n;
      // The lines of a single image are in the right order as they are.
      const lines = images === 1 ? atY : patches + 4 * patchLength;
      if (images > 1 && result !== "y") reorder(plan, atY, lines, images, true);
      if (result === "x") heap.floats(patches, patchLength).fill(0);
      else eachLine(plan, unfold, atX, patches, images);
      for (let group = 0; group < groups; group++) {
        const slot = (group % strideHeight) * linesPerPhase + Math.floor(group / strideHeight);
        product(
          patches + 4 * slot * images * outWidth * k,
          lines,
          address(filter) + 4 * group * k * n,
          images * outHeight * outWidth,
          group,
        );
      }
      if (images > 1 && result === "y") reorder(plan, atY, lines, images, false);
      if (result === "x") eachLine(plan, fold, atX, patches, images);
    }
  }

  function convolve(x: TensorInfo, filter: TensorInfo, attrs: Attributes): TensorInfo | undefined {
    const plans = plan(x.shape, filter.shape, attrs);
    if (!plans) return;
    const { k, n } = plans;
    const y = heap.output(plans.info.outShape);
    if (winograd.suits(plans.info)) {
      winograd.convolve(plans.info, x, filter, y);
      return y;
    }
    walk(plans, x, y, filter, "y", (patches, lines, filterRow, m, group) => {
      gemm({
        m,
        n,
        k,
        a: heap.floats(patches, m * k),
        b: heap.floats(filterRow, k * n),
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
      // OpenBLAS is faster at the transposed product when there are few channels.
      const transposed = n <= NARROW;
      heap.floats(address(filter), tf.util.sizeFromShape(filter.shape)).fill(0);
      walk(plans, x, dy, filter, "filter", (patches, lines, filterRow, m) => {
        const [a, b] = [heap.floats(patches, m * k), heap.floats(lines, m * n)];
        const c = heap.floats(filterRow, k * n);
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
      walk(plans, dx, dy, filter, "x", (patches, lines, filterRow, m) => {
        gemm({
          m,
          n: k,
          k: n,
          a: heap.floats(lines, m * n),
          b: heap.floats(filterRow, k * n),
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
