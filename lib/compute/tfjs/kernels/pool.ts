// @ts-nocheck: AssemblyScript, which has its own compiler and types.
import { increase, larger, plus, splat, times, whereEqual, without } from "./lanes.ts";
import { clear } from "./rows.ts";

// Pooling of NHWC images. A window is clipped to the image: padding never wins and is not counted.
// It is given by the address of its first number, in one or four channels; `row` and `pixel` are
// the steps to the next row and the next pixel.

// Kinds of pooling, as in ../pooling.ts: the largest number or the mean of each window, and their
// derivatives, which are added to `dx`. Windows of three columns, the usual ones, have loops without
// a loop inside: maxima take 0.56 of the time.
const MAX: i32 = 0;
const MAX_GRAD: i32 = 1;
const MEAN: i32 = 2;
const MEAN_GRAD: i32 = 3;

function maximum<T>(x: usize, row: usize, rows: i32, pixel: usize, columns: i32): T {
  let best = splat<T>(-Infinity);
  if (columns == 3) {
    for (let i = 0; i < rows; i++, x += row) {
      best = larger<T>(load<T>(x), best);
      best = larger<T>(load<T>(x + pixel), best);
      best = larger<T>(load<T>(x + 2 * pixel), best);
    }
    return best;
  }
  for (let i = 0; i < rows; i++, x += row) {
    for (let j = 0, at = x; j < columns; j++, at += pixel) best = larger<T>(load<T>(at), best);
  }
  return best;
}

function mean<T>(x: usize, row: usize, rows: i32, pixel: usize, columns: i32): T {
  let sum = splat<T>(0);
  for (let i = 0; i < rows; i++, x += row) {
    for (let j = 0, at = x; j < columns; j++, at += pixel) sum = plus<T>(sum, load<T>(at));
  }
  return times<T>(sum, splat<T>(<f32> 1 / <f32> (rows * columns)));
}

/** Adds `rest` where a number equals the window's maximum, and returns `rest` where it does not. */
function assign<T>(x: usize, dx: usize, best: T, rest: T): T {
  const part = whereEqual<T>(load<T>(x), best, rest);
  increase<T>(dx, part);
  return without<T>(rest, part);
}

/** Adds `dy` where the first number equal to the window's maximum, `best`, is. */
function maximumGrad<T>(
  x: usize,
  toDx: usize,
  best: T,
  dy: T,
  row: usize,
  rows: i32,
  pixel: usize,
  columns: i32,
): void {
  // What has not been assigned yet.
  let rest = dy;
  for (let i = 0; i < rows; i++, x += row) {
    if (columns == 3) {
      rest = assign<T>(x, x + toDx, best, rest);
      rest = assign<T>(x + pixel, x + pixel + toDx, best, rest);
      rest = assign<T>(x + 2 * pixel, x + 2 * pixel + toDx, best, rest);
      continue;
    }
    for (let j = 0, at = x; j < columns; j++, at += pixel) {
      rest = assign<T>(at, at + toDx, best, rest);
    }
  }
}

function meanGrad<T>(
  dx: usize,
  dy: T,
  row: usize,
  rows: i32,
  pixel: usize,
  columns: i32,
): void {
  const share = times<T>(dy, splat<T>(<f32> 1 / <f32> (rows * columns)));
  for (let i = 0; i < rows; i++, dx += row) {
    for (let j = 0, at = dx; j < columns; j++, at += pixel) increase<T>(at, share);
  }
}

/**
 * One window in the channels from byte `c` on, in those of a `T` at a time; returns where the rest
 * begin. Without a call for each `T` this takes 0.8 to 0.9 of the time.
 */
function window<T>(
  kind: i32,
  x: usize,
  y: usize,
  dy: usize,
  dx: usize,
  c: usize,
  row: usize,
  rows: i32,
  pixel: usize,
  columns: i32,
): usize {
  for (; c + sizeof<T>() <= pixel; c += sizeof<T>()) {
    if (kind == MAX) store<T>(y + c, maximum<T>(x + c, row, rows, pixel, columns));
    else if (kind == MAX_GRAD) {
      maximumGrad<T>(x + c, dx - x, load<T>(y + c), load<T>(dy + c), row, rows, pixel, columns);
    } else if (kind == MEAN) store<T>(y + c, mean<T>(x + c, row, rows, pixel, columns));
    else meanGrad<T>(dx + c, load<T>(dy + c), row, rows, pixel, columns);
  }
  return c;
}

/** Pooling of the given kind; the addresses of arrays that it does not need are 0. */
export function pool(
  kind: i32,
  x: usize,
  y: usize,
  dy: usize,
  dx: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  filterHeight: i32,
  filterWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  outHeight: i32,
  outWidth: i32,
): void {
  const pixel = (<usize> channels) << 2;
  const row = pixel * width;
  const grad = kind == MAX_GRAD || kind == MEAN_GRAD;
  for (let n = 0; n < images; n++) {
    // Rows of the derivative are cleared just before they are needed, while they are in the cache.
    let cleared = 0;
    for (let oi = 0; oi < outHeight; oi++) {
      const i0 = max(0, oi * strideHeight - top);
      const rows = min(height, oi * strideHeight - top + filterHeight) - i0;
      if (grad && cleared < i0 + rows) {
        clear(dx + row * (n * height + cleared), row * (i0 + rows - cleared));
        cleared = i0 + rows;
      }
      for (let oj = 0; oj < outWidth; oj++) {
        const j0 = max(0, oj * strideWidth - left);
        const columns = min(width, oj * strideWidth - left + filterWidth) - j0;
        const at = row * (n * height + i0) + pixel * j0;
        const c = window<v128>(kind, x + at, y, dy, dx + at, 0, row, rows, pixel, columns);
        window<f32>(kind, x + at, y, dy, dx + at, c, row, rows, pixel, columns);
        y += pixel;
        dy += pixel;
      }
    }
    if (grad) clear(dx + row * (n * height + cleared), row * (height - cleared));
  }
}
