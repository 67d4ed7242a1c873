// @ts-nocheck: AssemblyScript, which has its own compiler and types.
import { ifGreater, increase, larger, minus, plus, splat, times } from "./lanes.ts";
import { clear } from "./rows.ts";

// Batch normalization of the columns (channels) of a row-major matrix by their own mean and
// variance: y = scale·(x − mean)/√(variance + ε) + offset. All vectors have one number per column.
// The rows come in blocks that fit into the processor's first cache, column by column, so that a
// column's numbers stay in registers, and both moments take one pass over the memory; sums run over
// two rows at a time, as an addition takes several cycles but two can begin in each. That takes 0.6
// of the time of three passes row by row.

const BLOCK: i32 = 128;

/**
 * Adds a block of one or four columns to the means and the sums of squared deviations of `before`
 * rows (Chan et al. 1983, "Algorithms for computing the sample variance", eq. 1.5).
 */
function addMoments<T>(
  x: usize,
  means: usize,
  squares: usize,
  before: i32,
  rows: i32,
  stride: usize,
): void {
  const half = rows >> 1;
  let even = splat<T>(0), odd = even, at = x;
  for (let i = 0; i < half; i++, at += 2 * stride) {
    even = plus<T>(even, load<T>(at));
    odd = plus<T>(odd, load<T>(at + stride));
  }
  if (rows & 1) even = plus<T>(even, load<T>(at));
  const mean = times<T>(plus<T>(even, odd), splat<T>(<f32> 1 / <f32> rows));
  even = odd = splat<T>(0);
  at = x;
  for (let i = 0; i < half; i++, at += 2 * stride) {
    const a = minus<T>(load<T>(at), mean), b = minus<T>(load<T>(at + stride), mean);
    even = plus<T>(even, times<T>(a, a));
    odd = plus<T>(odd, times<T>(b, b));
  }
  if (rows & 1) {
    const a = minus<T>(load<T>(at), mean);
    even = plus<T>(even, times<T>(a, a));
  }
  const shift = minus<T>(mean, load<T>(means));
  const share = <f32> rows / <f32> (before + rows);
  increase<T>(means, times<T>(shift, splat<T>(share)));
  const between = times<T>(times<T>(shift, shift), splat<T>(<f32> before * share));
  increase<T>(squares, plus<T>(plus<T>(even, odd), between));
}

/** Writes y for a block of one or four columns. */
function normalize<T>(
  x: usize,
  y: usize,
  scale: usize,
  offset: usize,
  mean: usize,
  inverse: usize,
  rows: i32,
  stride: usize,
  floor: f32,
): void {
  const factor = times<T>(load<T>(scale), load<T>(inverse));
  const m = load<T>(mean), o = load<T>(offset), least = splat<T>(floor);
  for (let i = 0; i < rows; i++, x += stride, y += stride) {
    const z = plus<T>(times<T>(minus<T>(load<T>(x), m), factor), o);
    store<T>(y, larger<T>(z, least));
  }
}

/** Writes y, and for the derivative two rows of statistics: the means and 1/√(variance + ε). */
export function batchNorm(
  x: usize,
  scale: usize,
  offset: usize,
  y: usize,
  mean: usize,
  rows: i32,
  columns: i32,
  epsilon: f32,
  relu: i32,
): void {
  const stride = (<usize> columns) << 2;
  const inverse = mean + stride;
  clear(mean, 2 * stride);
  for (let i = 0; i < rows; i += BLOCK) {
    const from = x + stride * i;
    const n = min(BLOCK, rows - i);
    let c: usize = 0;
    for (; c + 16 <= stride; c += 16) {
      addMoments<v128>(from + c, mean + c, inverse + c, i, n, stride);
    }
    for (; c < stride; c += 4) addMoments<f32>(from + c, mean + c, inverse + c, i, n, stride);
  }
  for (let c: usize = 0; c < stride; c += 4) {
    store<f32>(inverse + c, <f32> 1 / sqrt<f32>(load<f32>(inverse + c) / <f32> rows + epsilon));
  }
  const floor: f32 = relu ? 0 : -Infinity;
  for (let i = 0; i < rows; i += BLOCK) {
    const at = stride * i;
    const n = min(BLOCK, rows - i);
    let c: usize = 0;
    for (; c + 16 <= stride; c += 16) {
      const p = at + c;
      normalize<v128>(x + p, y + p, scale + c, offset + c, mean + c, inverse + c, n, stride, floor);
    }
    for (; c < stride; c += 4) {
      const p = at + c;
      normalize<f32>(x + p, y + p, scale + c, offset + c, mean + c, inverse + c, n, stride, floor);
    }
  }
}

/**
 * Adds Σ dy·(x − mean) over a block of one or four columns to `dscale`, Σ dy to `doffset`, with dy
 * counted as zero where the output, which is computed again, is not above `floor`.
 */
function addProducts<T>(
  x: usize,
  dy: usize,
  scale: usize,
  offset: usize,
  mean: usize,
  inverse: usize,
  dscale: usize,
  doffset: usize,
  rows: i32,
  stride: usize,
  floor: f32,
): void {
  const factor = times<T>(load<T>(scale), load<T>(inverse));
  const m = load<T>(mean), o = load<T>(offset), least = splat<T>(floor);
  let products = splat<T>(0), sum = products;
  for (let i = 0; i < rows; i++, x += stride, dy += stride) {
    const centered = minus<T>(load<T>(x), m);
    const z = plus<T>(times<T>(centered, factor), o);
    const d = ifGreater<T>(z, least, load<T>(dy));
    products = plus<T>(products, times<T>(d, centered));
    sum = plus<T>(sum, d);
  }
  increase<T>(dscale, products);
  increase<T>(doffset, sum);
}

/** dx = scale·inverse·(dy − mean of dy − z·mean of dy·z), where z is the normalized x. */
function differentiate<T>(
  x: usize,
  dy: usize,
  dx: usize,
  scale: usize,
  offset: usize,
  mean: usize,
  inverse: usize,
  dscale: usize,
  doffset: usize,
  rows: i32,
  stride: usize,
  share: f32,
  floor: f32,
): void {
  const inv = load<T>(inverse);
  const factor = times<T>(load<T>(scale), inv);
  const m = load<T>(mean), o = load<T>(offset), least = splat<T>(floor);
  const meanOfDy = times<T>(load<T>(doffset), splat<T>(share));
  const slope = times<T>(times<T>(load<T>(dscale), splat<T>(share)), inv);
  for (let i = 0; i < rows; i++, x += stride, dy += stride, dx += stride) {
    const centered = minus<T>(load<T>(x), m);
    const z = plus<T>(times<T>(centered, factor), o);
    const d = ifGreater<T>(z, least, load<T>(dy));
    const rest = minus<T>(minus<T>(d, meanOfDy), times<T>(centered, slope));
    store<T>(dx, times<T>(factor, rest));
  }
}

/**
 * Derivatives with respect to x, scale and offset (Ioffe and Szegedy 2015, section 3). If `relu`,
 * dy counts as zero where the output is not positive.
 */
export function batchNormGrad(
  x: usize,
  dy: usize,
  scale: usize,
  offset: usize,
  mean: usize,
  dx: usize,
  dscale: usize,
  doffset: usize,
  rows: i32,
  columns: i32,
  relu: i32,
): void {
  const stride = (<usize> columns) << 2;
  const inverse = mean + stride;
  const floor: f32 = relu ? 0 : -Infinity;
  // At first, dscale holds Σ dy·(x − mean).
  clear(dscale, stride);
  clear(doffset, stride);
  for (let i = 0; i < rows; i += BLOCK) {
    const at = stride * i;
    const n = min(BLOCK, rows - i);
    let c: usize = 0;
    // deno-fmt-ignore
    for (; c + 16 <= stride; c += 16) {
      addProducts<v128>(
        x + at + c, dy + at + c, scale + c, offset + c, mean + c, inverse + c,
        dscale + c, doffset + c, n, stride, floor,
      );
    }
    // deno-fmt-ignore
    for (; c < stride; c += 4) {
      addProducts<f32>(
        x + at + c, dy + at + c, scale + c, offset + c, mean + c, inverse + c,
        dscale + c, doffset + c, n, stride, floor,
      );
    }
  }
  for (let c: usize = 0; c < stride; c += 4) {
    store<f32>(dscale + c, load<f32>(dscale + c) * load<f32>(inverse + c));
  }
  const share: f32 = <f32> 1 / <f32> rows;
  for (let i = 0; i < rows; i += BLOCK) {
    const at = stride * i;
    const n = min(BLOCK, rows - i);
    let c: usize = 0;
    // deno-fmt-ignore
    for (; c + 16 <= stride; c += 16) {
      differentiate<v128>(
        x + at + c, dy + at + c, dx + at + c, scale + c, offset + c, mean + c, inverse + c,
        dscale + c, doffset + c, n, stride, share, floor,
      );
    }
    // deno-fmt-ignore
    for (; c < stride; c += 4) {
      differentiate<f32>(
        x + at + c, dy + at + c, dx + at + c, scale + c, offset + c, mean + c, inverse + c,
        dscale + c, doffset + c, n, stride, share, floor,
      );
    }
  }
}
