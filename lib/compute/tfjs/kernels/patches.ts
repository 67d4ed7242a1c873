// @ts-nocheck: AssemblyScript, which has its own compiler and types.
import { increase } from "./lanes.ts";
import { clear } from "./rows.ts";

// A patch holds the numbers of an NHWC image under some rows of a convolution's filter: rows ×
// filterWidth × channels. A line consists of the `outWidth` patches from left to right that start in
// a given row, which may be outside the image. Images and lines of patches are so many bytes apart.

/** Writes `lines` lines of patches, the first of which starts at `row`, of each of some images. */
export function unfold(
  x: usize,
  patches: usize,
  images: i32,
  lines: i32,
  imageStride: usize,
  lineStride: usize,
  row: i32,
  rows: i32,
  height: i32,
  width: i32,
  channels: i32,
  filterWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  left: i32,
  outWidth: i32,
): void {
  const pixel = (<usize> channels) << 2;
  const run = pixel * filterWidth;
  const patch = run * rows;
  const step = pixel * strideWidth;
  // In columns [inner, outer) the whole width of the filter is inside the image.
  const inner = min(outWidth, (left + strideWidth - 1) / strideWidth);
  const outer = max(inner, min(outWidth, (width - filterWidth + left + strideWidth) / strideWidth));
  for (let image = 0; image < images; image++) {
    for (let line = 0; line < lines; line++) {
      const first = row + line * strideHeight;
      for (let i = 0; i < rows; i++) {
        const to = patches + imageStride * image + lineStride * line + run * i;
        const from = x + <usize> ((first + i) * width - left) * pixel;
        if (<u32> (first + i) >= <u32> height) {
          for (let column = 0; column < outWidth; column++) clear(to + patch * column, run);
          continue;
        }
        copyRuns(to + patch * inner, patch, from + step * inner, step, run, outer - inner);
        for (let column = 0; column < outWidth; column++) {
          if (column == inner) column = outer;
          if (column >= outWidth) break;
          const j = column * strideWidth - left;
          const before = <usize> min(filterWidth, max(0, -j)) * pixel;
          const end = <usize> max(0, min(filterWidth, width - j)) * pixel;
          const at = to + patch * column;
          if (end <= before) {
            clear(at, run);
            continue;
          }
          clear(at, before);
          copyRuns(at + before, 0, from + step * column + before, 0, end - before, 1);
          clear(at + end, run - end);
        }
      }
    }
    x += <usize> (height * width) * pixel;
  }
}

/** Copies runs of bytes, a multiple of 4; the last vector of a run may overlap the one before. */
function copyRuns(
  to: usize,
  toStep: usize,
  from: usize,
  fromStep: usize,
  bytes: usize,
  count: i32,
): void {
  const last = bytes - 16;
  for (; count > 0; count--, to += toStep, from += fromStep) {
    if (bytes < 16) {
      for (let i: usize = 0; i < bytes; i += 4) store<f32>(to + i, load<f32>(from + i));
      continue;
    }
    v128.store(to, v128.load(from));
    v128.store(to + last, v128.load(from + last));
    for (let i: usize = 16; i < last; i += 16) v128.store(to + i, v128.load(from + i));
  }
}

/** The adjoint of `unfold`: adds the lines of patches to the images that they came from. */
export function fold(
  x: usize,
  patches: usize,
  images: i32,
  lines: i32,
  imageStride: usize,
  lineStride: usize,
  row: i32,
  rows: i32,
  height: i32,
  width: i32,
  channels: i32,
  filterWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  left: i32,
  outWidth: i32,
): void {
  const pixel = (<usize> channels) << 2;
  const imageSize = <usize> (height * width) * pixel;
  for (let image = 0; image < images; image++) {
    for (let line = 0; line < lines; line++) {
      const to = patches + imageStride * image + lineStride * line;
      const first = row + line * strideHeight;
      foldLine(x, to, first, rows, height, width, pixel, filterWidth, strideWidth, left, outWidth);
    }
    x += imageSize;
  }
}

function foldLine(
  x: usize,
  patches: usize,
  row: i32,
  rows: i32,
  height: i32,
  width: i32,
  pixel: usize,
  filterWidth: i32,
  stride: i32,
  left: i32,
  outWidth: i32,
): void {
  const run = pixel * filterWidth;
  for (let column = 0; column < outWidth; column++) {
    const j = column * stride - left;
    const before = <usize> min(filterWidth, max(0, -j)) * pixel;
    const end = <usize> max(0, min(filterWidth, width - j)) * pixel;
    let to = x + <usize> (row * width + j) * pixel;
    for (let i = row; i < row + rows; i++) {
      if (<u32> i < <u32> height && end > before) {
        add(to + before, patches + before, end - before);
      }
      patches += run;
      to += <usize> width * pixel;
    }
  }
}

function add(to: usize, from: usize, bytes: usize): void {
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) increase<v128>(to + i, load<v128>(from + i));
  for (; i < bytes; i += 4) increase<f32>(to + i, load<f32>(from + i));
}
