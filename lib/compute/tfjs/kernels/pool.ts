// @ts-nocheck: AssemblyScript, which has its own compiler and types.
// Pooling of NHWC images. A window is clipped to the image: padding never wins and is not counted.

/** Largest number of each window and channel. */
export function maxPool(
  x: usize,
  y: usize,
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
  for (let n = 0; n < images; n++) {
    for (let oi = 0; oi < outHeight; oi++) {
      const i0 = max(0, oi * strideHeight - top);
      const i1 = min(height, oi * strideHeight - top + filterHeight);
      for (let oj = 0; oj < outWidth; oj++) {
        const j0 = max(0, oj * strideWidth - left);
        const j1 = min(width, oj * strideWidth - left + filterWidth);
        let c = 0;
        for (; c + 16 <= channels; c += 16) {
          const offset = (<usize> c) << 2;
          let best0 = f32x4.splat(-Infinity), best1 = best0, best2 = best0, best3 = best0;
          for (let i = i0; i < i1; i++) {
            let at = x + (<usize> ((n * height + i) * width + j0)) * pixel + offset;
            for (let j = j0; j < j1; j++, at += pixel) {
              best0 = f32x4.max(best0, v128.load(at));
              best1 = f32x4.max(best1, v128.load(at, 16));
              best2 = f32x4.max(best2, v128.load(at, 32));
              best3 = f32x4.max(best3, v128.load(at, 48));
            }
          }
          v128.store(y + offset, best0);
          v128.store(y + offset, best1, 16);
          v128.store(y + offset, best2, 32);
          v128.store(y + offset, best3, 48);
        }
        for (; c + 4 <= channels; c += 4) {
          const offset = (<usize> c) << 2;
          let best = f32x4.splat(-Infinity);
          for (let i = i0; i < i1; i++) {
            let at = x + (<usize> ((n * height + i) * width + j0)) * pixel + offset;
            for (let j = j0; j < j1; j++, at += pixel) best = f32x4.max(best, v128.load(at));
          }
          v128.store(y + offset, best);
        }
        for (; c < channels; c++) {
          const offset = (<usize> c) << 2;
          let best: f32 = -Infinity;
          for (let i = i0; i < i1; i++) {
            let at = x + (<usize> ((n * height + i) * width + j0)) * pixel + offset;
            for (let j = j0; j < j1; j++, at += pixel) best = max(best, load<f32>(at));
          }
          store<f32>(y + offset, best);
        }
        y += pixel;
      }
    }
  }
}

/**
 * Adds each `dy` to the `dx` (initially zero) of the first number equal to the window's maximum.
 */
export function maxPoolGrad(
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
  for (let n = 0; n < images; n++) {
    for (let oi = 0; oi < outHeight; oi++) {
      const i0 = max(0, oi * strideHeight - top);
      const i1 = min(height, oi * strideHeight - top + filterHeight);
      for (let oj = 0; oj < outWidth; oj++) {
        const j0 = max(0, oj * strideWidth - left);
        const j1 = min(width, oj * strideWidth - left + filterWidth);
        let c = 0;
        for (; c + 16 <= channels; c += 16) {
          const offset = (<usize> c) << 2;
          const best0 = v128.load(y + offset), best1 = v128.load(y + offset, 16);
          const best2 = v128.load(y + offset, 32), best3 = v128.load(y + offset, 48);
          // Becomes zero in a lane once its derivative has been assigned.
          let rest0 = v128.load(dy + offset), rest1 = v128.load(dy + offset, 16);
          let rest2 = v128.load(dy + offset, 32), rest3 = v128.load(dy + offset, 48);
          for (let i = i0; i < i1; i++) {
            let at = (<usize> ((n * height + i) * width + j0)) * pixel + offset;
            for (let j = j0; j < j1; j++, at += pixel) {
              const to = dx + at;
              const hit0 = f32x4.eq(v128.load(x + at), best0);
              const hit1 = f32x4.eq(v128.load(x + at, 16), best1);
              const hit2 = f32x4.eq(v128.load(x + at, 32), best2);
              const hit3 = f32x4.eq(v128.load(x + at, 48), best3);
              v128.store(to, f32x4.add(v128.load(to), v128.and(hit0, rest0)));
              v128.store(to, f32x4.add(v128.load(to, 16), v128.and(hit1, rest1)), 16);
              v128.store(to, f32x4.add(v128.load(to, 32), v128.and(hit2, rest2)), 32);
              v128.store(to, f32x4.add(v128.load(to, 48), v128.and(hit3, rest3)), 48);
              rest0 = v128.andnot(rest0, hit0);
              rest1 = v128.andnot(rest1, hit1);
              rest2 = v128.andnot(rest2, hit2);
              rest3 = v128.andnot(rest3, hit3);
            }
          }
        }
        for (; c + 4 <= channels; c += 4) {
          const best = v128.load(y + ((<usize> c) << 2));
          let rest = v128.load(dy + ((<usize> c) << 2));
          for (let i = i0; i < i1; i++) {
            let at = (<usize> ((n * height + i) * width + j0)) * pixel + ((<usize> c) << 2);
            for (let j = j0; j < j1; j++) {
              const hit = f32x4.eq(v128.load(x + at), best);
              v128.store(dx + at, f32x4.add(v128.load(dx + at), v128.and(hit, rest)));
              rest = v128.andnot(rest, hit);
              at += pixel;
            }
          }
        }
        for (; c < channels; c++) {
          const best = load<f32>(y + ((<usize> c) << 2));
          let rest = load<f32>(dy + ((<usize> c) << 2));
          for (let i = i0; i < i1; i++) {
            let at = (<usize> ((n * height + i) * width + j0)) * pixel + ((<usize> c) << 2);
            for (let j = j0; j < j1; j++) {
              if (load<f32>(x + at) == best) {
                store<f32>(dx + at, load<f32>(dx + at) + rest);
                rest = 0;
              }
              at += pixel;
            }
          }
        }
        y += pixel;
        dy += pixel;
      }
    }
  }
}

/** Mean of the numbers of each window and channel. */
export function avgPool(
  x: usize,
  y: usize,
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
  for (let n = 0; n < images; n++) {
    for (let oi = 0; oi < outHeight; oi++) {
      const i0 = max(0, oi * strideHeight - top);
      const i1 = min(height, oi * strideHeight - top + filterHeight);
      for (let oj = 0; oj < outWidth; oj++) {
        const j0 = max(0, oj * strideWidth - left);
        const j1 = min(width, oj * strideWidth - left + filterWidth);
        const factor = <f32> 1 / <f32> ((i1 - i0) * (j1 - j0));
        let c = 0;
        for (; c + 4 <= channels; c += 4) {
          let sum = f32x4.splat(0);
          for (let i = i0; i < i1; i++) {
            let at = x + (<usize> ((n * height + i) * width + j0)) * pixel + ((<usize> c) << 2);
            for (let j = j0; j < j1; j++) {
              sum = f32x4.add(sum, v128.load(at));
              at += pixel;
            }
          }
          v128.store(y + ((<usize> c) << 2), f32x4.mul(sum, f32x4.splat(factor)));
        }
        for (; c < channels; c++) {
          let sum: f32 = 0;
          for (let i = i0; i < i1; i++) {
            let at = x + (<usize> ((n * height + i) * width + j0)) * pixel + ((<usize> c) << 2);
            for (let j = j0; j < j1; j++) {
              sum += load<f32>(at);
              at += pixel;
            }
          }
          store<f32>(y + ((<usize> c) << 2), sum * factor);
        }
        y += pixel;
      }
    }
  }
}

/**
 * Adds each `dy`, divided by the size of its window, to the `dx` (initially zero) of the window.
 */
export function avgPoolGrad(
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
  for (let n = 0; n < images; n++) {
    for (let oi = 0; oi < outHeight; oi++) {
      const i0 = max(0, oi * strideHeight - top);
      const i1 = min(height, oi * strideHeight - top + filterHeight);
      for (let oj = 0; oj < outWidth; oj++) {
        const j0 = max(0, oj * strideWidth - left);
        const j1 = min(width, oj * strideWidth - left + filterWidth);
        const factor = <f32> 1 / <f32> ((i1 - i0) * (j1 - j0));
        let c = 0;
        for (; c + 4 <= channels; c += 4) {
          const share = f32x4.mul(v128.load(dy + ((<usize> c) << 2)), f32x4.splat(factor));
          for (let i = i0; i < i1; i++) {
            let at = dx + (<usize> ((n * height + i) * width + j0)) * pixel + ((<usize> c) << 2);
            for (let j = j0; j < j1; j++) {
              v128.store(at, f32x4.add(v128.load(at), share));
              at += pixel;
            }
          }
        }
        for (; c < channels; c++) {
          const share = load<f32>(dy + ((<usize> c) << 2)) * factor;
          for (let i = i0; i < i1; i++) {
            let at = dx + (<usize> ((n * height + i) * width + j0)) * pixel + ((<usize> c) << 2);
            for (let j = j0; j < j1; j++) {
              store<f32>(at, load<f32>(at) + share);
              at += pixel;
            }
          }
        }
        dy += pixel;
      }
    }
  }
}
