import { kernels } from "./kernels.ts";
import { address, createArena, isResident } from "./memory.ts";

/** Where the kernel of a·b leaves ‖a‖². */
let square: Float64Array | undefined;

/**
 * The ℓ₂ norm ‖a‖ of a vector, summed in double precision.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { norm } from "lib/compute/vectors.ts";
 *
 * assertEquals(norm(new Float32Array([3, 4])), 5);
 * ```
 */
export function norm(a: Float32Array | Float64Array): number {
  return Math.sqrt(dot(a, a));
}

/**
 * The scalar product a·b of two vectors of equal length, summed in double precision. It is three
 * times as fast in the compute memory as elsewhere.
 *
 * @throws {RangeError} If they differ in length.
 */
export function dot(a: Float32Array | Float64Array, b: Float32Array | Float64Array): number {
  checkLengths(a, b);
  if (inComputeMemory(a) && inComputeMemory(b)) return dotByKernel(a, b);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/**
 * ‖a‖² and a·b, as {@linkcode dot} computes them; in the compute memory in one pass.
 *
 * @throws {RangeError} If they differ in length.
 */
export function squareAndDot(a: Float32Array, b: Float32Array): { square: number; dot: number } {
  if (!inComputeMemory(a) || !inComputeMemory(b)) return { square: dot(a, a), dot: dot(a, b) };
  checkLengths(a, b);
  return { dot: dotByKernel(a, b), square: square![0]! };
}

/** a·b of vectors in the compute memory; leaves ‖a‖² in `square`. */
function dotByKernel(a: Float32Array, b: Float32Array): number {
  square ??= createArena().float64(1);
  return kernels().dot(address(a), address(b), a.length, address(square));
}

/**
 * The distance ‖a − b‖ between two vectors of equal length, summed in double precision.
 *
 * @throws {RangeError} If they differ in length.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { distance } from "lib/compute/vectors.ts";
 *
 * assertEquals(distance(new Float32Array([1, 1]), new Float32Array([4, 5])), 5);
 * ```
 */
export function distance(a: Float32Array, b: Float32Array): number {
  checkLengths(a, b);
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! - b[i]!;
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}

/**
 * y ← keep·y + factor·x for vectors of equal length, computed in double precision. It is twice as
 * fast in the compute memory as elsewhere.
 *
 * @throws {RangeError} If they differ in length.
 */
export function combine(y: Float32Array, x: Float32Array, keep: number, factor: number): void {
  checkLengths(y, x);
  if (inComputeMemory(y) && inComputeMemory(x)) {
    kernels().combine(address(y), address(x), y.length, keep, factor);
  } else {
    for (let i = 0; i < y.length; i++) y[i] = keep * y[i]! + factor * x[i]!;
  }
}

/** Removes from a vector its component along a nonzero direction of the same length. */
export function removePart(vector: Float32Array, direction: Float32Array): void {
  const { square, dot } = squareAndDot(direction, vector);
  combine(vector, direction, 1, -dot / square);
}

/**
 * Checks that two vectors have equal length, since kernels work on raw memory.
 *
 * @throws {RangeError} If they are not.
 */
export function checkLengths(a: ArrayLike<number>, b: ArrayLike<number>): void {
  if (a.length === b.length) return;
  throw new RangeError(`The vectors differ in length: ${a.length} and ${b.length}.`);
}

function inComputeMemory(vector: Float32Array | Float64Array): vector is Float32Array {
  return vector instanceof Float32Array && isResident(vector);
}
