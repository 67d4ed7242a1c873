// @ts-nocheck: AssemblyScript, which has its own compiler and types.

// A patch holds the numbers of an NHWC image under some rows of a convolution's filter: rows ×
// filterWidth × channels. A line consists of the patches of `images` images, `outWidth` each from
// left to right, that start at a given row, which may be outside the image.

/** Writes a line of patches; numbers outside the image are 0. */
export function unfold(
  x: usize,
  patches: usize,
  images: i32,
  row: i32,
  rows: i32,
  height: i32,
  width: i32,
  channels: i32,
  filterWidth: i32,
  stride: i32,
  left: i32,
  outWidth: i32,
): void {
  const pixel = (<usize> channels) << 2;
  const run = pixel * filterWidth;
  const patch = run * rows;
  // In columns [inner, outer) the whole width of the filter is inside the image.
  const inner = min(outWidth, (left + stride - 1) / stride);
  const outer = max(inner, min(outWidth, (width - filterWidth + left + stride) / stride));
  for (let image = 0; image < images; image++) {
    for (let i = 0; i < rows; i++) {
      const to = patches + run * i;
      const from = x + <usize> ((row + i) * width - left) * pixel;
      if (<u32> (row + i) >= <u32> height) {
        for (let column = 0; column < outWidth; column++) clear(to + patch * column, run);
        continue;
      }
      for (let column = 0; column < outWidth; column++) {
        if (column == inner) {
          const count = outer - inner;
          copyRuns(
            to + patch * inner,
            patch,
            from + pixel * (inner * stride),
            pixel * stride,
            run,
            count,
          );
          column = outer;
          if (column >= outWidth) break;
        }
        const j = column * stride - left;
        const before = <usize> min(filterWidth, max(0, -j)) * pixel;
        const end = <usize> max(0, min(filterWidth, width - j)) * pixel;
        clear(to + patch * column, run);
        if (end <= before) continue;
        copyRuns(
          to + patch * column + before,
          0,
          from + pixel * (column * stride) + before,
          0,
          end - before,
          1,
        );
      }
    }
    patches += patch * outWidth;
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
  if (bytes < 16) {
    for (; count > 0; count--, to += toStep, from += fromStep) {
      for (let i: usize = 0; i < bytes; i += 4) store<f32>(to + i, load<f32>(from + i));
    }
  } else if (bytes >= 32 && bytes <= 64) {
    const rest = bytes - 32;
    for (; count > 0; count--, to += toStep, from += fromStep) {
      const a = v128.load(from), b = v128.load(from, 16);
      const c = v128.load(from + rest), d = v128.load(from + rest, 16);
      v128.store(to, a);
      v128.store(to, b, 16);
      v128.store(to + rest, c);
      v128.store(to + rest, d, 16);
    }
  } else {
    const last = bytes - 16;
    for (; count > 0; count--, to += toStep, from += fromStep) {
      let i: usize = 0;
      for (; i + 64 <= last; i += 64) {
        const a = v128.load(from + i), b = v128.load(from + i, 16);
        const c = v128.load(from + i, 32), d = v128.load(from + i, 48);
        v128.store(to + i, a);
        v128.store(to + i, b, 16);
        v128.store(to + i, c, 32);
        v128.store(to + i, d, 48);
      }
      for (; i < last; i += 16) v128.store(to + i, v128.load(from + i));
      v128.store(to + last, v128.load(from + last));
    }
  }
}

/** The adjoint of `unfold`: adds a line of patches to the images that they came from. */
export function fold(
  x: usize,
  patches: usize,
  images: i32,
  row: i32,
  rows: i32,
  height: i32,
  width: i32,
  channels: i32,
  filterWidth: i32,
  stride: i32,
  left: i32,
  outWidth: i32,
): void {
  const pixel = (<usize> channels) << 2;
  const run = pixel * filterWidth;
  for (let image = 0; image < images; image++) {
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
    x += <usize> (height * width) * pixel;
  }
}

function clear(to: usize, bytes: usize): void {
  const end = to + bytes;
  for (; to + 16 <= end; to += 16) v128.store(to, f32x4.splat(0));
  for (; to < end; to += 4) store<f32>(to, 0);
}

function add(to: usize, from: usize, bytes: usize): void {
  const end = to + bytes;
  for (; to + 32 <= end; to += 32, from += 32) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    v128.store(to, f32x4.add(v128.load(to, 16), v128.load(from, 16)), 16);
  }
  for (; to + 16 <= end; to += 16, from += 16) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  }
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(to) + load<f32>(from));
}
