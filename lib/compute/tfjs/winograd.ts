import type { backend_util, TensorInfo } from "@tensorflow/tfjs";
import { product } from "../matrix.ts";
import type { Heap } from "./heap.ts";

type ConvInfo = backend_util.Conv2DInfo;

/** Multiplications for each tile and pair of channels: 6 × 6, whatever the size of the filter. */
const PLANES = 36;

/** Number of tiles processed at a time, enough for efficient matrix products. */
const TILES = 200;

/** Channels from which it is faster with a native matrix product, and with the built-in one. */
const [NATIVE_LEAST, BUILTIN_LEAST] = [33, 8];

/** The convolution and its derivatives by Winograd's algorithm, on NHWC images. */
export interface Winograd {
  /**
   * Whether it supports this convolution, and needs clearly fewer multiplications than the direct
   * one. Convolutions of 64 channels take 1.35 to 1.55 times as long without it where OpenBLAS has
   * AVX2 (with AVX-512 as long), those of 16 channels 1.4 times with the built-in product.
   */
  suits(info: ConvInfo): boolean;
  /** Writes the convolution of x into y. */
  convolve(info: ConvInfo, x: TensorInfo, filter: TensorInfo, y: TensorInfo): void;
  /** Writes the derivative with respect to the images into dx. */
  gradInput(info: ConvInfo, dy: TensorInfo, filter: TensorInfo, dx: TensorInfo): void;
  /** Writes the derivative with respect to the filter into dfilter. */
  gradFilter(info: ConvInfo, x: TensorInfo, dy: TensorInfo, dfilter: TensorInfo): void;
}

/** Images at an address. */
interface Images {
  address: number;
  height: number;
  width: number;
  channels: number;
}

/** Some of the images, with the addresses of the planes of both sides and of the filter. */
interface Part {
  first: number;
  images: number;
  tiles: number;
  /** The kernels' last arguments: m, tiles vertically and horizontally, address of a strip. */
  grid: readonly [m: number, high: number, wide: number, strip: number];
  filter: number;
  from: number;
  to: number;
}

/** Creates the algorithm on the heap; its steps are explained in `kernels/winograd.ts`. */
export function createWinograd(heap: Heap): Winograd {
  const { address, blas, floats, kernels, matrix, scratch } = heap;
  const least = heap.native ? NATIVE_LEAST : BUILTIN_LEAST;

  /** Address of image `index`. */
  function at({ address, height, width, channels }: Images, index: number): number {
    return address + 4 * index * height * width * channels;
  }

  /**
   * Processes the images, a few at a time. Those of `to` are covered by m × m tiles without
   * overlap; those of `from`, which begin `top` rows and `left` columns later, are padded and
   * interpolated.
   */
  function walk(
    info: ConvInfo,
    from: Images,
    top: number,
    left: number,
    to: Images,
    use: (part: Part) => void,
  ): void {
    const r = info.filterHeight;
    const m = 7 - r;
    const [high, wide] = [Math.ceil(to.height / m), Math.ceil(to.width / m)];
    const [height, width] = [high * m + r - 1, wide * m + r - 1];
    const [k, n] = [from.channels, to.channels];
    const most = Math.min(info.batchSize, Math.ceil(TILES / (high * wide)));
    const imageLength = height * width * k;
    const tilesLength = PLANES * most * high * wide;
    const stripLength = 6 * Math.max(width * k, wide * m * n, r * k * n);
    const filterLength = PLANES * k * n;
    const strip = scratch(
      stripLength + filterLength + most * imageLength + tilesLength * (k + n),
    );
    const filter = strip + 4 * stripLength;
    const padded = filter + 4 * filterLength;
    const fromPlanes = padded + 4 * most * imageLength;
    const toPlanes = fromPlanes + 4 * tilesLength * k;
    floats(padded, most * imageLength).fill(0);
    for (let first = 0; first < info.batchSize; first += most) {
      const images = Math.min(most, info.batchSize - first);
      for (let i = 0; i < images; i++) {
        const corner = padded + 4 * (i * imageLength + (top * width + left) * k);
        const line = from.width * k;
        kernels.copyRows(corner, width * k, at(from, first + i), line, from.height, line);
      }
      const grid = [m, high, wide, strip] as const;
      kernels.winogradPlanes(0, padded, fromPlanes, images, height, width, k, ...grid);
      const tiles = images * high * wide;
      use({ first, images, tiles, grid, filter, from: fromPlanes, to: toPlanes });
    }
  }

  /** The convolution of `from` with the filter, or with the rotated and transposed filter. */
  function apply(
    info: ConvInfo,
    from: Images,
    filter: TensorInfo,
    to: Images,
    turned: boolean,
  ): void {
    const r = info.filterHeight;
    const [k, n] = [from.channels, to.channels];
    const { top, left } = info.padInfo;
    const before = turned ? [r - 1 - top, r - 1 - left] as const : [top, left] as const;
    walk(info, from, ...before, to, (part) => {
      const { first, images, tiles, grid } = part;
      if (first === 0) {
        kernels.winogradFilter(address(filter), part.filter, r, k * n, Number(turned), grid[3]);
      }
      for (let plane = 0; plane < PLANES; plane++) {
        const y = matrix(part.to + 4 * plane * tiles * n, tiles, n);
        const x = matrix(part.from + 4 * plane * tiles * k, tiles, k);
        const rows = turned ? n : k;
        const columns = turned ? k : n;
        const filter = matrix(part.filter + 4 * plane * k * n, rows, columns);
        product(y, x, filter, { transB: turned }, blas);
      }
      kernels.winogradCollect(part.to, at(to, first), images, to.height, to.width, n, ...grid);
    });
  }

  /** The images that a convolution reads, and those that it writes. */
  function sides(info: ConvInfo, x: TensorInfo, y: TensorInfo): [Images, Images] {
    const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
    return [
      { address: address(x), height: inHeight, width: inWidth, channels: inChannels },
      { address: address(y), height: outHeight, width: outWidth, channels: outChannels },
    ];
  }

  return {
    suits(info) {
      const { filterHeight: r, filterWidth, strideHeight, strideWidth, outHeight, outWidth } = info;
      const { inHeight, inWidth, inChannels, outChannels, padInfo } = info;
      if (r !== filterWidth || strideHeight !== 1 || strideWidth !== 1) return false;
      if ((r !== 3 && r !== 5) || Math.min(inChannels, outChannels) < least) return false;
      if (Math.max(padInfo.top, padInfo.bottom, padInfo.left, padInfo.right) >= r) return false;
      const tiles = (height: number, width: number) =>
        Math.ceil(height / (7 - r)) * Math.ceil(width / (7 - r));
      const most = Math.max(tiles(outHeight, outWidth), tiles(inHeight, inWidth));
      return PLANES * most < 0.6 * r * r * outHeight * outWidth;
    },
    convolve(info, x, filter, y) {
      const [from, to] = sides(info, x, y);
      apply(info, from, filter, to, false);
    },
    gradInput(info, dy, filter, dx) {
      const [to, from] = sides(info, dx, dy);
      apply(info, from, filter, to, true);
    },
    gradFilter(info, x, dy, dfilter) {
      const [from, to] = sides(info, x, dy);
      const { top, left } = info.padInfo;
      const [k, n, r] = [from.channels, to.channels, info.filterHeight];
      walk(info, from, top, left, to, (part) => {
        const { first, images, tiles, grid } = part;
        kernels.winogradPlanes(1, at(to, first), part.to, images, to.height, to.width, n, ...grid);
        for (let plane = 0; plane < PLANES; plane++) {
          const dfilter = matrix(part.filter + 4 * plane * k * n, k, n);
          const x = matrix(part.from + 4 * plane * tiles * k, tiles, k);
          const dy = matrix(part.to + 4 * plane * tiles * n, tiles, n);
          product(dfilter, x, dy, { transA: true, beta: first === 0 ? 0 : 1 }, blas);
        }
        if (first + images === info.batchSize) {
          kernels.winogradFilterGrad(part.filter, address(dfilter), r, k * n, grid[3]);
        }
      });
    },
  };
}
