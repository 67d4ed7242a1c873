// @ts-nocheck: AssemblyScript, which has its own compiler and types.
import { exponentials } from "./exp.ts";
import { clearTiny, constant, fma, maxLanes, sumLanes, TINY } from "./simd.ts";

/** The library's logarithm: AssemblyScript's own would put a table into the shared memory. */
declare function log(x: f64): f64;

/**
 * z ← softmax(z), row by row, where padding columns hold −∞; returns the sum of −ln
 * softmax(z)[label] over the rows. Labels are bytes.
 */
export function softmaxCrossEntropy(z: usize, labels: usize, rows: i32, columns: i32): f64 {
  const width = <usize> columns << 2;
  const end = z + width * rows;
  let total: f64 = 0;
  for (let row = z; row < end; row += width) {
    let largest = v128.load(row);
    for (let j: usize = 16; j < width; j += 16) largest = f32x4.pmax(largest, v128.load(row + j));
    largest = maxLanes(largest);
    for (let j: usize = 0; j < width; j += 16) {
      v128.store(row + j, f32x4.sub(v128.load(row + j), largest));
    }
    total -= load<f32>(row + (<usize> load<u8>(labels++) << 2));
  }
  exponentials(z, rows * columns);
  // Each sum is in [1, columns], so one logarithm of a product of many sums is enough.
  let product: f64 = 1;
  for (let row = z; row < end; row += width) {
    let sums = v128.load(row);
    for (let j: usize = 16; j < width; j += 16) sums = f32x4.add(sums, v128.load(row + j));
    const sum = sumLanes(sums);
    const factor = f32x4.splat(1 / sum);
    for (let j: usize = 0; j < width; j += 16) {
      v128.store(row + j, f32x4.mul(v128.load(row + j), factor));
    }
    product *= sum;
    if (product > 1e250) {
      total += log(product);
      product = 1;
    }
  }
  return total + log(product);
}

/** Sum of the squares of z − onehot(label), where padding columns hold 0. */
export function squaredError(z: usize, labels: usize, rows: i32, columns: i32): f64 {
  const width = <usize> columns << 2;
  let total: f64 = 0;
  for (let i = 0; i < rows; i++) {
    let sums = f32x4.splat(0);
    for (let j: usize = 0; j < width; j += 16) {
      const value = v128.load(z + j);
      sums = fma(value, value, sums);
    }
    // (z − 1)² = z² + 1 − 2z.
    total += sumLanes(sums) + (1 - 2 * load<f32>(z + (<usize> load<u8>(labels + i) << 2)));
    z += width;
  }
  return total;
}

/**
 * delta ← scale·(p − onehot(label)), the derivative of both losses with respect to the outputs;
 * `delta` may be `p`.
 */
export function subtractOneHot(
  p: usize,
  labels: usize,
  delta: usize,
  rows: i32,
  columns: i32,
  scale: f32,
): void {
  const tiny = constant(TINY);
  const factor = f32x4.splat(scale);
  const width = <usize> columns << 2;
  for (let i = 0; i < rows; i++) {
    const label = <usize> load<u8>(labels + i) << 2;
    const atLabel = scale * (load<f32>(p + label) - 1);
    for (let j: usize = 0; j < width; j += 16) {
      v128.store(delta + j, clearTiny(f32x4.mul(v128.load(p + j), factor), tiny));
    }
    store<f32>(delta + label, abs(atLabel) < TINY ? 0 : atLabel);
    p += width;
    delta += width;
  }
}

/**
 * Number of rows whose largest entry (the first, if tied) among the first `classes` is at the
 * label.
 */
export function countCorrect(
  z: usize,
  labels: usize,
  rows: i32,
  columns: i32,
  classes: i32,
): i32 {
  let correct = 0;
  for (let i = 0; i < rows; i++) {
    let best = -1;
    let largest = -f32.MAX_VALUE;
    for (let j = 0; j < classes; j++) {
      const value = load<f32>(z + (<usize> j << 2));
      const higher = value > largest;
      largest = higher ? value : largest;
      best = higher ? j : best;
    }
    correct += <i32> (best == <i32> load<u8>(labels + i));
    z += <usize> columns << 2;
  }
  return correct;
}

/**
 * rdelta ← scale·p∘(rz − p·rz), row by row: the directional derivative of the softmax p, given that
 * of its logits.
 */
export function softmaxTangent(
  p: usize,
  rz: usize,
  rdelta: usize,
  rows: i32,
  columns: i32,
  scale: f32,
): void {
  const factor = f32x4.splat(scale);
  const width = <usize> columns << 2;
  const end = p + width * rows;
  while (p < end) {
    let products = f32x4.splat(0);
    for (let j: usize = 0; j < width; j += 16) {
      products = fma(v128.load(p + j), v128.load(rz + j), products);
    }
    const mean = f32x4.splat(sumLanes(products));
    for (let j: usize = 0; j < width; j += 16) {
      const centered = f32x4.sub(v128.load(rz + j), mean);
      v128.store(rdelta + j, f32x4.mul(f32x4.mul(v128.load(p + j), factor), centered));
    }
    p += width;
    rz += width;
    rdelta += width;
  }
}
