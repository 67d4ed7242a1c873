// @ts-nocheck: AssemblyScript, which has its own compiler and types.

import { clear } from "./rows.ts";

// Winograd's convolutions (Lavin and Gray 2016, "Fast algorithms for convolutional neural
// networks") with six points 0, ±1, ±2 and ∞: a filter of r × r numbers gives m × m outputs with
// m = 7 − r from 6 × 6 inputs by 36 products for each pair of channels. In one dimension, outputs
// are collect(factors · evaluate(filter) · interpolate(inputs)), in which
// - evaluate takes a polynomial's coefficients to its values at the points,
// - collect is its transpose, and
// - interpolate and the factors, which are part of the filters' planes, make it a convolution.
// In two dimensions each acts vertically and horizontally. Planes are the 36 results of a tile,
// each an array of tiles × channels. A strip holds six rows: the results of the vertical step for
// one row of tiles.

const zero = f32x4.splat(0);

function double(x: v128): v128 {
  return f32x4.add(x, x);
}

// Each of these steps acts on `length` ≥ 4 adjacent numbers; the last vector may overlap the one
// before. The numbers that it combines are `step` bytes apart, and its results `toStep`.

/** Interpolates six numbers. */
function interpolate(from: usize, step: usize, to: usize, toStep: usize, length: i32): void {
  const four = f32x4.splat(4);
  for (let c = 0; c < length; c += 4) {
    const at = (<usize> min(c, length - 4)) << 2;
    const x = from + at, y = to + at;
    const d0 = v128.load(x), d1 = v128.load(x + step), d2 = v128.load(x + step * 2);
    const d3 = v128.load(x + step * 3), d4 = v128.load(x + step * 4);
    const d5 = v128.load(x + step * 5);
    const p = f32x4.sub(d4, d2);
    const t = f32x4.sub(d3, d1);
    const e = double(t);
    const a = f32x4.sub(d4, f32x4.mul(four, d2));
    const b = f32x4.sub(d3, f32x4.mul(four, d1));
    v128.store(y, f32x4.add(f32x4.mul(four, f32x4.sub(d0, d2)), p));
    v128.store(y + toStep, f32x4.add(a, b));
    v128.store(y + toStep * 2, f32x4.sub(a, b));
    v128.store(y + toStep * 3, f32x4.add(p, e));
    v128.store(y + toStep * 4, f32x4.sub(p, e));
    v128.store(y + toStep * 5, f32x4.sub(f32x4.sub(d5, d3), double(e)));
  }
}

/** Values of the polynomial with `k` coefficients, of which those after the first `count` are 0. */
function evaluate(
  from: usize,
  step: usize,
  count: i32,
  k: i32,
  to: usize,
  toStep: usize,
  length: i32,
): void {
  for (let c = 0; c < length; c += 4) {
    const at = (<usize> min(c, length - 4)) << 2;
    const x = from + at, y = to + at;
    const g0 = v128.load(x);
    const g1 = count > 1 ? v128.load(x + step) : zero;
    let even = g0, odd = g1, even2 = g0, odd2 = double(g1);
    if (count > 2) {
      const g2 = v128.load(x + step * 2);
      even = f32x4.add(even, g2);
      even2 = f32x4.add(even2, double(double(g2)));
    }
    if (count > 3) {
      const g3 = v128.load(x + step * 3);
      odd = f32x4.add(odd, g3);
      odd2 = f32x4.add(odd2, double(double(double(g3))));
    }
    if (count > 4) {
      const g4 = v128.load(x + step * 4);
      even = f32x4.add(even, g4);
      even2 = f32x4.add(even2, double(double(double(double(g4)))));
    }
    v128.store(y, g0);
    v128.store(y + toStep, f32x4.add(even, odd));
    v128.store(y + toStep * 2, f32x4.sub(even, odd));
    v128.store(y + toStep * 3, f32x4.add(even2, odd2));
    v128.store(y + toStep * 4, f32x4.sub(even2, odd2));
    v128.store(y + toStep * 5, k == count ? v128.load(x + step * (k - 1)) : zero);
  }
}

/** The first `count` of `k` results. */
function collect(
  from: usize,
  step: usize,
  to: usize,
  toStep: usize,
  k: i32,
  count: i32,
  length: i32,
): void {
  for (let c = 0; c < length; c += 4) {
    const at = (<usize> min(c, length - 4)) << 2;
    const x = from + at, y = to + at;
    const x1 = v128.load(x + step), x2 = v128.load(x + step * 2);
    const x3 = v128.load(x + step * 3), x4 = v128.load(x + step * 4);
    const s1 = f32x4.add(x1, x2), s2 = f32x4.add(x3, x4);
    v128.store(y, f32x4.add(v128.load(x), f32x4.add(s1, s2)));
    if (count == 1) continue;
    const d1 = f32x4.sub(x1, x2), d2 = double(f32x4.sub(x3, x4));
    const last = v128.load(x + step * 5);
    let sum = f32x4.add(d1, d2);
    v128.store(y + toStep, k == 2 ? f32x4.add(sum, last) : sum);
    if (count == 2) continue;
    const s4 = double(double(s2));
    sum = f32x4.add(s1, s4);
    v128.store(y + toStep * 2, k == 3 ? f32x4.add(sum, last) : sum);
    if (count == 3) continue;
    sum = f32x4.add(d1, double(double(d2)));
    v128.store(y + toStep * 3, k == 4 ? f32x4.add(sum, last) : sum);
    if (count == 4) continue;
    v128.store(y + toStep * 4, f32x4.add(f32x4.add(s1, double(double(s4))), last));
  }
}

/**
 * The planes of images, which are covered by tiles that begin every m pixels: 6 × 6 tiles of padded
 * images, interpolated, or, if `values`, m × m tiles, evaluated; numbers beyond the edge are 0.
 */
export function winogradPlanes(
  values: i32,
  x: usize,
  planes: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  m: i32,
  tilesHigh: i32,
  tilesWide: i32,
  strip: usize,
): void {
  const pixel = (<usize> channels) << 2;
  const row = pixel * width;
  const stripRow = values ? pixel * (tilesWide * m) : row;
  const plane = pixel * (images * tilesHigh * tilesWide);
  clear(strip, stripRow * 6);
  for (let image = 0; image < images; image++) {
    for (let i = 0; i < tilesHigh * m; i += m) {
      const from = x + row * (image * height + i);
      if (values) evaluate(from, row, min(m, height - i), m, strip, stripRow, width * channels);
      else interpolate(from, row, strip, stripRow, width * channels);
      for (let j = 0; j < tilesWide * m; j += m) {
        for (let p = 0; p < 6; p++) {
          const tile = strip + stripRow * p + pixel * j;
          const to = planes + plane * (6 * p);
          if (values) evaluate(tile, pixel, m, m, to, plane, channels);
          else interpolate(tile, pixel, to, plane, channels);
        }
        planes += pixel;
      }
    }
  }
}

/** Collects the planes into the m × m tiles of images, leaving out numbers beyond the edge. */
export function winogradCollect(
  planes: usize,
  y: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  m: i32,
  tilesHigh: i32,
  tilesWide: i32,
  strip: usize,
): void {
  const pixel = (<usize> channels) << 2;
  const row = pixel * width;
  const stripRow = pixel * (tilesWide * m);
  const plane = pixel * (images * tilesHigh * tilesWide);
  for (let image = 0; image < images; image++) {
    for (let i = 0; i < tilesHigh * m; i += m) {
      for (let j = 0; j < tilesWide * m; j += m) {
        for (let p = 0; p < 6; p++) {
          const tile = strip + stripRow * p + pixel * j;
          collect(planes + plane * (6 * p), plane, tile, pixel, m, m, channels);
        }
        planes += pixel;
      }
      const to = y + row * (image * height + i);
      collect(strip, stripRow, to, row, m, min(m, height - i), width * channels);
    }
  }
}

/** Evaluates a filter of r × r × length numbers, rotated by half a turn if `turned`. */
export function winogradFilter(
  filter: usize,
  planes: usize,
  r: i32,
  length: i32,
  turned: i32,
  strip: usize,
): void {
  const step = (<usize> length) << 2;
  const row = step * r;
  const forward = turned ? <usize> 0 - step : step;
  const first = turned ? row - step : 0;
  evaluate(filter + first * r, forward * r, r, r, strip, row, r * length);
  for (let p = 0; p < 6; p++) {
    const from = strip + row * p + first;
    evaluate(from, forward, r, r, planes + step * (6 * p), step, length);
  }
  scalePlanes(planes, length);
}

/** Collects the planes, overwriting them, into a filter of r × r × length numbers. */
export function winogradFilterGrad(
  planes: usize,
  filter: usize,
  r: i32,
  length: i32,
  strip: usize,
): void {
  const step = (<usize> length) << 2;
  const row = step * r;
  scalePlanes(planes, length);
  for (let p = 0; p < 6; p++) {
    collect(planes + step * (6 * p), step, strip + row * p, step, r, r, length);
  }
  collect(strip, row, filter, row, r, r, r * length);
}

/** The factor of a point in one dimension. */
function factor(point: i32): f32 {
  return point == 0 ? 0.25 : point < 3 ? -1.0 / 6 : point < 5 ? 1.0 / 24 : 1;
}

function scalePlanes(planes: usize, length: i32): void {
  for (let p = 0; p < 6; p++) {
    for (let q = 0; q < 6; q++) {
      const product = factor(p) * factor(q);
      for (let c = 0; c < length; c++, planes += 4) {
        store<f32>(planes, load<f32>(planes) * product);
      }
    }
  }
}
