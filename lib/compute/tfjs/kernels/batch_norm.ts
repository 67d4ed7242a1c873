// @ts-nocheck: AssemblyScript, which has its own compiler and types.
import { columnSums } from "./columns.ts";
import { ifGreater, increase, larger, minus, plus, splat, times } from "./lanes.ts";
import { clear } from "./rows.ts";

// Batch normalization of the columns (channels) of a row-major matrix by their own mean and
// variance: y = scale·(x − mean)/√(variance + ε) + offset. All vectors have one number per column.

const BLOCK: i32 = 128;

/** Adds Σ (x − mean)² over the rows of one or four columns to `out`. */
function addSquares<T>(x: usize, mean: usize, out: usize, rows: i32, stride: usize): void {
  const m = load<T>(mean);
  let sum = splat<T>(0);
  for (let i = 0; i < rows; i++, x += stride) {
    const d = minus<T>(load<T>(x), m);
    sum = plus<T>(sum, times<T>(d, d));
  }
  increase<T>(out, sum);
}

function normalize<T>(
  x: usize,
  scale: usize,
  offset: usize,
  y: usize,
  mean: usize,
  inverse: usize,
  floor: f32,
): void {
  const factor = times<T>(load<T>(scale), load<T>(inverse));
  const z = times<T>(minus<T>(load<T>(x), load<T>(mean)), factor);
  store<T>(y, larger<T>(plus<T>(z, load<T>(offset)), splat<T>(floor)));
}

/** Writes y, and for the derivative the means and 1/√(variance + ε). */
export function batchNorm(
  x: usize,
  scale: usize,
  offset: usize,
  y: usize,
  mean: usize,
  inverse: usize,
  rows: i32,
  columns: i32,
  epsilon: f32,
  relu: i32,
): void {
  const stride = (<usize> columns) << 2;
  columnSums(x, mean, 1, rows, columns);
  for (let c: usize = 0; c < stride; c += 4) {
    store<f32>(mean + c, load<f32>(mean + c) / <f32> rows);
  }
  clear(inverse, stride);
  for (let i = 0; i < rows; i += BLOCK) {
    const from = x + stride * i;
    const count = min(BLOCK, rows - i);
    let c: usize = 0;
    for (; c + 16 <= stride; c += 16) {
      addSquares<v128>(from + c, mean + c, inverse + c, count, stride);
    }
    for (; c < stride; c += 4) addSquares<f32>(from + c, mean + c, inverse + c, count, stride);
  }
  for (let c: usize = 0; c < stride; c += 4) {
    store<f32>(inverse + c, <f32> 1 / sqrt<f32>(load<f32>(inverse + c) / <f32> rows + epsilon));
  }
  const floor: f32 = relu ? 0 : -Infinity;
  for (let i = 0; i < rows; i++, x += stride, y += stride) {
    let c: usize = 0;
    for (; c + 16 <= stride; c += 16) {
      normalize<v128>(x + c, scale + c, offset + c, y + c, mean + c, inverse + c, floor);
    }
    for (; c < stride; c += 4) {
      normalize<f32>(x + c, scale + c, offset + c, y + c, mean + c, inverse + c, floor);
    }
  }
}

/** Adds Σ dy·(x − mean) over the rows of one or four columns to `dscale`, Σ dy to `doffset`. */
function addProducts<T>(
  x: usize,
  y: usize,
  dy: usize,
  mean: usize,
  dscale: usize,
  doffset: usize,
  rows: i32,
  stride: usize,
  floor: f32,
): void {
  const m = load<T>(mean);
  let products = splat<T>(0), sum = products;
  for (let at: usize = 0, end = stride * rows; at < end; at += stride) {
    const d = ifGreater<T>(load<T>(y + at), splat<T>(floor), load<T>(dy + at));
    products = plus<T>(products, times<T>(d, minus<T>(load<T>(x + at), m)));
    sum = plus<T>(sum, d);
  }
  increase<T>(dscale, products);
  increase<T>(doffset, sum);
}

/** dx = scale·inverse·(dy − mean of dy − z·mean of dy·z), where z is the normalized x. */
function differentiate<T>(
  x: usize,
  y: usize,
  dy: usize,
  dx: usize,
  scale: usize,
  mean: usize,
  inverse: usize,
  dscale: usize,
  doffset: usize,
  share: f32,
  floor: f32,
): void {
  const inv = load<T>(inverse);
  const z = times<T>(minus<T>(load<T>(x), load<T>(mean)), inv);
  const d = ifGreater<T>(load<T>(y), splat<T>(floor), load<T>(dy));
  const sum = plus<T>(load<T>(doffset), times<T>(z, load<T>(dscale)));
  const rest = minus<T>(d, times<T>(sum, splat<T>(share)));
  store<T>(dx, times<T>(times<T>(load<T>(scale), inv), rest));
}

/**
 * Derivatives with respect to x, scale and offset (Ioffe and Szegedy 2015, section 3). If `relu`,
 * dy counts as zero where the output y is not positive.
 */
export function batchNormGrad(
  x: usize,
  y: usize,
  dy: usize,
  scale: usize,
  mean: usize,
  inverse: usize,
  dx: usize,
  dscale: usize,
  doffset: usize,
  rows: i32,
  columns: i32,
  relu: i32,
): void {
  const stride = (<usize> columns) << 2;
  const floor: f32 = relu ? 0 : -Infinity;
  // At first, dscale holds Σ dy·(x − mean).
  clear(dscale, stride);
  clear(doffset, stride);
  for (let i = 0; i < rows; i += BLOCK) {
    const at = stride * i;
    const n = min(BLOCK, rows - i);
    let c: usize = 0;
    for (; c + 16 <= stride; c += 16) {
      const p = at + c;
      addProducts<v128>(x + p, y + p, dy + p, mean + c, dscale + c, doffset + c, n, stride, floor);
    }
    for (; c < stride; c += 4) {
      const p = at + c;
      addProducts<f32>(x + p, y + p, dy + p, mean + c, dscale + c, doffset + c, n, stride, floor);
    }
  }
  for (let c: usize = 0; c < stride; c += 4) {
    store<f32>(dscale + c, load<f32>(dscale + c) * load<f32>(inverse + c));
  }
  const share: f32 = <f32> 1 / <f32> rows;
  for (let i = 0; i < rows; i++, x += stride, y += stride, dy += stride, dx += stride) {
    let c: usize = 0;
    // deno-fmt-ignore
    for (; c + 16 <= stride; c += 16) {
      differentiate<v128>(
        x + c, y + c, dy + c, dx + c, scale + c, mean + c, inverse + c, dscale + c, doffset + c,
        share, floor,
      );
    }
    // deno-fmt-ignore
    for (; c < stride; c += 4) {
      differentiate<f32>(
        x + c, y + c, dy + c, dx + c, scale + c, mean + c, inverse + c, dscale + c, doffset + c,
        share, floor,
      );
    }
  }
}
