import type { backend_util, TensorInfo } from "@tensorflow/tfjs";
import type { Heap } from "./heap.ts";
import type { TensorFlow } from "./register.ts";

/** Size of the patches created at a time, in numbers: few enough to stay in the cache. */
const PATCHES = 1 << 16;

type Shape4D = [number, number, number, number];

/** The arguments of a convolution kernel other than its tensors. */
export interface ConvolutionAttributes {
  /** Step from one patch to the next, vertically and horizontally. */
  strides: [number, number] | number;
  /** How the edges are padded. */
  pad: Parameters<TensorFlow["backend_util"]["computeConv2DInfo"]>[4];
  /** Whether the channels are the last axis. */
  dataFormat: "NHWC" | "NCHW";
  /** How to round a number of positions that is not an integer. */
  dimRoundingMode?: "floor" | "round" | "ceil";
  /** Spacing of the filter's numbers. */
  dilations?: [number, number] | number;
  /** Shape of the images, for the derivative with respect to them. */
  inputShape?: Shape4D;
  /** Shape of the filter, for the derivative with respect to it. */
  filterShape?: Shape4D;
  /** Activation applied to the result, for a fused kernel. */
  activation?: string;
}

/** How a convolution is composed of matrix products. */
export interface Plan {
  /** Sizes of the convolution. */
  readonly info: backend_util.Conv2DInfo;
  /** Rows of the filter that a patch covers. */
  readonly rows: number;
  /** Number of such groups of rows in the filter. */
  readonly groups: number;
  /** Number of phases: lines of patches are grouped by their first row modulo the stride. */
  readonly phases: number;
  /** Number of lines of one phase in an image. */
  readonly linesPerPhase: number;
  /** Size of a patch, in numbers. */
  readonly k: number;
  /** Channels of the output. */
  readonly n: number;
  /** Number of images processed at a time. */
  readonly images: number;
  /** Whether the images themselves are the patches, as with filters of one pixel. */
  readonly plain: boolean;
}

/** A matrix product for one group of rows of the filter: addresses, and the number m of patches. */
type Product = (
  patches: number,
  lines: number,
  filterRows: number,
  m: number,
  group: number,
) => void;

/** Convolutions of NHWC images by means of patches. */
export interface Patches {
  /** Plans a convolution; undefined unless it is on NHWC images without dilation. */
  plan(
    inShape: readonly number[],
    filterShape: readonly number[],
    attrs: ConvolutionAttributes,
  ): Plan | undefined;
  /**
   * Processes the images, a few at a time, calling `product` for each group of rows of the filter
   * to compute its share of `result` from the two other arguments.
   */
  walk(
    plan: Plan,
    x: TensorInfo,
    y: TensorInfo,
    filter: TensorInfo,
    result: "x" | "y" | "filter",
    product: Product,
  ): void;
}

/**
 * Creates the patches that turn a convolution into matrix products, patches × filter (Chellapilla
 * et al. 2006, "High performance convolutional neural networks for document processing").
 *
 * They are not copied for the whole filter but for one row of it: the product with row i of the
 * filter uses the patches that start i rows further down. For this, the patches of several images
 * are laid out line by line: first all images' first lines, then all images' second lines, and so
 * on; `lines`, the other side of the products, has the same order. With a stride, lines that start
 * in the same row modulo the stride are grouped together.
 */
export function createPatches(tf: TensorFlow, heap: Heap): Patches {
  const { copyRows, fold, unfold } = heap.kernels;
  const { address } = heap;

  /** Calls `unfold` or `fold` for each line of patches of the images. */
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

  /** Copies between the output of some images and `lines`, which is in the order of the patches. */
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

  return {
    plan(inShape, filterShape, attrs) {
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
      // Short rows of the filter would make thin products, so patches then cover the whole filter.
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
        plain: filterHeight * filterWidth * strideHeight * info.strideWidth === 1 &&
          top + left + right + bottom === 0,
      };
    },
    walk(plan, x, y, filter, result, product) {
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
        // The lines of a single image are already in the right order.
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
    },
  };
}
