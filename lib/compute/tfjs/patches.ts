import type { backend_util, TensorInfo } from "@tensorflow/tfjs";
import type { Matrix } from "../matrix.ts";
import type { Heap } from "./heap.ts";
import type { TensorFlow } from "./register.ts";

/** Size of the patches created at a time, in numbers: few enough to stay in the cache. */
const PATCHES = 1 << 16;

/**
 * Multiplications of a product: up to a million, OpenBLAS does not copy the matrices first, which
 * takes as long as the product itself if there are few channels.
 */
const MULTIPLICATIONS = 1e6;

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
  /** Number of lines of patches in an image. */
  readonly lines: number;
  /** Size of a patch, in numbers. */
  readonly k: number;
  /** Channels of the output. */
  readonly n: number;
  /** Number of images processed at a time. */
  readonly images: number;
  /** Whether the images themselves are the patches, as with filters of one pixel. */
  readonly plain: boolean;
}

/**
 * A matrix product for one group of rows of the filter: patches (m × k), output (m × n) and rows of
 * the filter (k × n, or n × k where they are transposed).
 */
type Product = (patches: Matrix, output: Matrix, filterRows: Matrix, group: number) => void;

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
   * to compute its share of `result` from the two other arguments. For x the rows of the filter are
   * transposed; the first group's product must replace the patches, the others add to them.
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
 * With stride 1 they are not copied for the whole filter but for one row of it: the product with row
 * i of the filter uses the patches that start i rows further down. For this, the patches of several
 * images are laid out line by line: first all images' first lines, then all images' second lines,
 * and so on; the output in the products has the same order.
 */
export function createPatches(tf: TensorFlow, heap: Heap): Patches {
  const { copyRows, fold, unfold } = heap.kernels;
  const { address, floats, matrix, scratch } = heap;

  /** Calls `unfold` or `fold` for the patches of the images. */
  function eachPatch(plan: Plan, kernel: typeof fold, x: number, patches: number, images: number) {
    const { info, rows, groups, lines, k } = plan;
    const lineBytes = 4 * info.outWidth * k;
    kernel(
      x,
      patches,
      images,
      lines,
      groups === 1 ? lineBytes * lines : lineBytes,
      groups === 1 ? lineBytes : lineBytes * images,
      -info.padInfo.top,
      rows,
      info.inHeight,
      info.inWidth,
      info.inChannels,
      info.filterWidth,
      info.strideHeight,
      info.strideWidth,
      info.padInfo.left,
      info.outWidth,
    );
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

  /** Writes the transposed rows of the filter, group by group, to an address. */
  function transposeRows({ groups, k, n }: Plan, filter: number, to: number) {
    for (let group = 0; group < groups; group++) {
      const at = 4 * group * k * n;
      const from = floats(filter + at, k * n);
      const turned = floats(to + at, k * n);
      for (let i = 0; i < k; i++) {
        for (let j = 0; j < n; j++) turned[j * k + i] = from[i * n + j]!;
      }
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
      const { filterHeight, filterWidth, outHeight, outWidth, outChannels: n } = info;
      const { top, left, right, bottom } = info.padInfo;
      const row = filterWidth * info.inChannels;
      // Short rows of the filter would make thin products, and with a stride fewer patches overlap.
      const rows = row < 32 || info.strideHeight > 1 ? filterHeight : 1;
      const groups = filterHeight / rows;
      const lines = outHeight + groups - 1;
      const k = rows * row;
      const images = Math.min(
        info.batchSize,
        Math.floor(PATCHES / (lines * outWidth * k)),
        Math.floor(MULTIPLICATIONS / (outHeight * outWidth * k * n)),
      );
      return {
        info,
        rows,
        groups,
        lines,
        k,
        n,
        images: Math.max(1, images),
        plain: filterHeight * filterWidth * info.strideHeight * info.strideWidth === 1 &&
          top + left + right + bottom === 0,
      };
    },
    walk(plan, x, y, filter, result, product) {
      const { info, groups, lines, k, n } = plan;
      const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth } = info;
      const patchLength = plan.plain ? 0 : lines * plan.images * outWidth * k;
      const outputLength = groups === 1 ? 0 : plan.images * outHeight * outWidth * n;
      const filterLength = result === "x" ? groups * k * n : 0;
      const patches = scratch(patchLength + outputLength + filterLength);
      let filterRows = address(filter);
      if (result === "x") {
        filterRows = patches + 4 * (patchLength + outputLength);
        transposeRows(plan, address(filter), filterRows);
      }
      /** Rows of the filter for a group. */
      function filterMatrix(group: number): Matrix {
        const at = filterRows + 4 * group * k * n;
        return result === "x" ? matrix(at, n, k) : matrix(at, k, n);
      }
      if (plan.plain) {
        const m = batchSize * outHeight * outWidth;
        product(matrix(address(x), m, k), matrix(address(y), m, n), filterMatrix(0), 0);
        return;
      }
      for (let first = 0; first < batchSize; first += plan.images) {
        const images = Math.min(plan.images, batchSize - first);
        const atX = address(x) + 4 * first * inHeight * inWidth * inChannels;
        const atY = address(y) + 4 * first * outHeight * outWidth * n;
        const m = images * outHeight * outWidth;
        const inOrder = groups === 1 || images === 1;
        const output = inOrder ? atY : patches + 4 * patchLength;
        if (!inOrder && result !== "y") reorder(plan, atY, output, images, true);
        if (result !== "x") eachPatch(plan, unfold, atX, patches, images);
        else {
          // The first group does not reach the last lines of patches.
          floats(patches + 4 * m * k, images * (groups - 1) * outWidth * k).fill(0);
        }
        for (let group = 0; group < groups; group++) {
          const at = patches + 4 * group * images * outWidth * k;
          product(matrix(at, m, k), matrix(output, m, n), filterMatrix(group), group);
        }
        if (!inOrder && result === "y") reorder(plan, atY, output, images, false);
        if (result === "x") eachPatch(plan, fold, atX, patches, images);
      }
    },
  };
}
