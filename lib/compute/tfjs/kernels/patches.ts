// @ts-nocheck: AssemblyScript, which has its own compiler and types.

// A patch holds the numbers of an NHWC image that lie under some rows of a convolution's filter:
// rows × filterWidth × channels. A line is made of the patches of `images` images, `outWidth` each
// from left to right, whose uppermost row is the given one, which may lie outside the image.

/**
 * Writes a line of patches; what lies outside the image is 0. Up to three numbers after the last
 * patch are overwritten too.
 */
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
  for (let image = 0; image < images; image++) {
    for (let column = 0; column < outWidth; column++) {
      const j = column * stride - left;
      const before = <usize> min(filterWidth, max(0, -j)) * pixel;
      const end = <usize> max(0, min(filterWidth, width - j)) * pixel;
      let from = x + <usize> (row * width + j) * pixel;
      for (let i = row; i < row + rows; i++) {
        if (<u32> i >= <u32> height || end <= before) {
          clear(patches, run);
        } else {
          if (before) clear(patches, before);
          copy(patches + before, from + before, end - before);
          if (end < run) clear(patches + end, run - end);
        }
        patches += run;
        from += <usize> width * pixel;
      }
    }
    x += <usize> (height * width) * pixel;
  }
}

/** The adjoint of `unfold`: adds a line of patches to the images that they come from. */
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

// Patches are written one after another, so that these may write up to 12 bytes too much.

function copy(to: usize, from: usize, bytes: usize): void {
  const end = to + bytes;
  for (; to + 64 <= end; to += 64, from += 64) {
    const a = v128.load(from), b = v128.load(from, 16), c = v128.load(from, 32);
    const d = v128.load(from, 48);
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }
  for (; to < end; to += 16, from += 16) v128.store(to, v128.load(from));
}

function clear(to: usize, bytes: usize): void {
  for (const end = to + bytes; to < end; to += 16) v128.store(to, f32x4.splat(0));
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
