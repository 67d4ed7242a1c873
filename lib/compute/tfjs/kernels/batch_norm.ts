// @ts-nocheck: AssemblyScript, which has its own compiler and types.
import { ifGreater, increase, larger, minus, plus, splat, times } from "./lanes.ts";
import { clear } from "./rows.ts";

// Batch normalization of the columns (channels) of a row-major matrix by their own mean and
// variance: y = scale·(x − mean)/√(variance + ε) + offset. All vectors have one number per column.
// The matrix may be a part of the columns of y and dy, which then have longer rows than x and dx.
// The rows come in blocks that fit into the processor's first cache, column by column, so that a
// column's numbers stay in registers, and both moments take one pass over the memory: 0.6 of the time
// of three passes row by row. Sums run over several rows at a time, as an addition takes several
// cycles but two can begin in each: 0.94 of the time.

const BLOCK: i32 = 128;

function square<T>(x: T): T {
  return times<T>(x, x);
}

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
  const stride2 = stride << 1, stride3 = 3 * stride, stride4 = stride << 2;
  let s0 = splat<T>(0), s1 = s0, s2 = s0, s3 = s0;
  let i = 0, at = x;
  for (; i + 4 <= rows; i += 4, at += stride4) {
    s0 = plus<T>(s0, load<T>(at));
    s1 = plus<T>(s1, load<T>(at + stride));
    s2 = plus<T>(s2, load<T>(at + stride2));
    s3 = plus<T>(s3, load<T>(at + stride3));
  }
  for (; i < rows; i++, at += stride) s0 = plus<T>(s0, load<T>(at));
  const sum = plus<T>(plus<T>(s0, s1), plus<T>(s2, s3));
  const mean = times<T>(sum, splat<T>(<f32> 1 / <f32> rows));
  s0 =
    s1 =
    s2 =
    s3 =
      splat<T>(0);
  for (i = 0, at = x; i + 4 <= rows; i += 4, at += stride4) {
    s0 = plus<T>(s0, square<T>(minus<T>(load<T>(at), mean)));
    s1 = plus<T>(s1, square<T>(minus<T>(load<T>(at + stride), mean)));
    s2 = plus<T>(s2, square<T>(minus<T>(load<T>(at + stride2), mean)));
    s3 = plus<T>(s3, square<T>(minus<T>(load<T>(at + stride3), mean)));
  }
  for (; i < rows; i++, at += stride) s0 = plus<T>(s0, square<T>(minus<T>(load<T>(at), mean)));
  const shift = minus<T>(mean, load<T>(means));
  const share = <f32> rows / <f32> (before + rows);
  increase<T>(means, times<T>(shift, splat<T>(share)));
  const between = times<T>(times<T>(shift, shift), splat<T>(<f32> before * share));
  increase<T>(squares, plus<T>(plus<T>(plus<T>(s0, s1), plus<T>(s2, s3)), between));
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
  outStride: usize,
  floor: f32,
): void {
  const factor = times<T>(load<T>(scale), load<T>(inverse));
  const m = load<T>(mean), o = load<T>(offset), least = splat<T>(floor);
  for (let i = 0; i < rows; i++, x += stride, y += outStride) {
    const z = plus<T>(times<T>(minus<T>(load<T>(x), m), factor), o);
    store<T>(y, larger<T>(z, least));
  }
}

/**
 * Writes y, whose rows have `outColumns` numbers, and for the derivative two rows of as many
 * statistics: the means and 1/√(variance + ε).
 */
export function batchNorm(
  x: usize,
  scale: usize,
  offset: usize,
  y: usize,
  mean: usize,
  rows: i32,
  columns: i32,
  outColumns: i32,
  epsilon: f32,
  relu: i32,
): void {
  const stride = (<usize> columns) << 2, outStride = (<usize> outColumns) << 2;
  const inverse = mean + outStride;
  clear(mean, stride);
  clear(inverse, stride);
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
    const from = x + stride * i, to = y + outStride * i;
    const n = min(BLOCK, rows - i);
    let c: usize = 0;
    // deno-fmt-ignore
    for (; c + 16 <= stride; c += 16) {
      normalize<v128>(
        from + c, to + c, scale + c, offset + c, mean + c, inverse + c, n, stride, outStride, floor,
      );
    }
    // deno-fmt-ignore
    for (; c < stride; c += 4) {
      normalize<f32>(
        from + c, to + c, scale + c, offset + c, mean + c, inverse + c, n, stride, outStride, floor,
      );
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
  dyStride: usize,
  floor: f32,
): void {
  const factor = times<T>(load<T>(scale), load<T>(inverse));
  const m = load<T>(mean), o = load<T>(offset), least = splat<T>(floor);
  let even = splat<T>(0), odd = even, evenSum = even, oddSum = even;
  let i = 0;
  for (; i + 2 <= rows; i += 2, x += 2 * stride, dy += 2 * dyStride) {
    const a = minus<T>(load<T>(x), m), b = minus<T>(load<T>(x + stride), m);
    const da = ifGreater<T>(plus<T>(times<T>(a, factor), o), least, load<T>(dy));
    const db = ifGreater<T>(plus<T>(times<T>(b, factor), o), least, load<T>(dy + dyStride));
    even = plus<T>(even, times<T>(da, a));
    odd = plus<T>(odd, times<T>(db, b));
    evenSum = plus<T>(evenSum, da);
    oddSum = plus<T>(oddSum, db);
  }
  if (i < rows) {
    const a = minus<T>(load<T>(x), m);
    const da = ifGreater<T>(plus<T>(times<T>(a, factor), o), least, load<T>(dy));
    even = plus<T>(even, times<T>(da, a));
    evenSum = plus<T>(evenSum, da);
  }
  increase<T>(dscale, plus<T>(even, odd));
  increase<T>(doffset, plus<T>(evenSum, oddSum));
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
  dyStride: usize,
  share: f32,
  floor: f32,
): void {
  const inv = load<T>(inverse);
  const factor = times<T>(load<T>(scale), inv);
  const m = load<T>(mean), o = load<T>(offset), least = splat<T>(floor);
  const meanOfDy = times<T>(load<T>(doffset), splat<T>(share));
  const slope = times<T>(times<T>(load<T>(dscale), splat<T>(share)), inv);
  for (let i = 0; i < rows; i++, x += stride, dy += dyStride, dx += stride) {
    const centered = minus<T>(load<T>(x), m);
    const z = plus<T>(times<T>(centered, factor), o);
    const d = ifGreater<T>(z, least, load<T>(dy));
    const rest = minus<T>(minus<T>(d, meanOfDy), times<T>(centered, slope));
    store<T>(dx, times<T>(factor, rest));
  }
}

/**
 * Derivatives with respect to x, scale and offset (Ioffe and Szegedy 2015, section 3); the rows of dy
 * have `outColumns` numbers. If `relu`, dy counts as zero where the output is not positive.
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
  outColumns: i32,
  relu: i32,
): void {
  const stride = (<usize> columns) << 2, dyStride = (<usize> outColumns) << 2;
  const inverse = mean + dyStride;
  const floor: f32 = relu ? 0 : -Infinity;
  // At first, dscale holds Σ dy·(x − mean).
  clear(dscale, stride);
  clear(doffset, stride);
  for (let i = 0; i < rows; i += BLOCK) {
    const at = stride * i, from = dy + dyStride * i;
    const n = min(BLOCK, rows - i);
    let c: usize = 0;
    // deno-fmt-ignore
    for (; c + 16 <= stride; c += 16) {
      addProducts<v128>(
        x + at + c, from + c, scale + c, offset + c, mean + c, inverse + c,
        dscale + c, doffset + c, n, stride, dyStride, floor,
      );
    }
    // deno-fmt-ignore
    for (; c < stride; c += 4) {
      addProducts<f32>(
        x + at + c, from + c, scale + c, offset + c, mean + c, inverse + c,
        dscale + c, doffset + c, n, stride, dyStride, floor,
      );
    }
  }
  for (let c: usize = 0; c < stride; c += 4) {
    store<f32>(dscale + c, load<f32>(dscale + c) * load<f32>(inverse + c));
  }
  const share: f32 = <f32> 1 / <f32> rows;
  for (let i = 0; i < rows; i += BLOCK) {
    const at = stride * i, from = dy + dyStride * i;
    const n = min(BLOCK, rows - i);
    let c: usize = 0;
    // deno-fmt-ignore
    for (; c + 16 <= stride; c += 16) {
      differentiate<v128>(
        x + at + c, from + c, dx + at + c, scale + c, offset + c, mean + c, inverse + c,
        dscale + c, doffset + c, n, stride, dyStride, share, floor,
      );
    }
    // deno-fmt-ignore
    for (; c < stride; c += 4) {
      differentiate<f32>(
        x + at + c, from + c, dx + at + c, scale + c, offset + c, mean + c, inverse + c,
        dscale + c, doffset + c, n, stride, dyStride, share, floor,
      );
    }
  }
}
