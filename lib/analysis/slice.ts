/**
 * Slices through a loss surface: the loss along a line and on a plane.
 *
 * @module
 */
import { dot, norm, removePart } from "../compute/vectors.ts";
import { UserError } from "../errors.ts";
import type { LossSurface } from "../surface.ts";

/** Writes (1 − δ)·from + δ·to into `out`. */
function interpolate(
  from: Float32Array,
  to: Float32Array,
  delta: number,
  out: Float32Array,
): Float32Array {
  for (let i = 0; i < out.length; i++) out[i] = (1 - delta) * from[i]! + delta * to[i]!;
  return out;
}

/**
 * Losses along the straight line (1 − δ)·from + δ·to, which passes through `from` at δ = 0 and `to`
 * at δ = 1, over all examples (Goodfellow, Vinyals and Saxe 2015, section 3).
 *
 * @param deltas Positions on the line; those outside [0, 1] lie beyond the two points.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { lineSlice } from "lib/analysis/slice.ts";
 *
 * const loss = (phi: Float32Array) => phi[0]! ** 2;
 * const surface = { dim: 1, examples: 1, loss, gradient: loss };
 * const ends = [new Float32Array([0]), new Float32Array([4])] as const;
 * assertEquals(lineSlice(surface, ...ends, [-0.5, 0, 0.5, 1]), [4, 0, 4, 16]);
 * ```
 */
export function lineSlice(
  surface: LossSurface,
  from: Float32Array,
  to: Float32Array,
  deltas: readonly number[],
): number[] {
  const phi = new Float32Array(surface.dim);
  return deltas.map((delta) => surface.loss(interpolate(from, to, delta, phi)));
}

/**
 * Losses on the plane origin + a·u + b·v, over all examples: a row for each b, with a number for
 * each a.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { planeSlice } from "lib/analysis/slice.ts";
 *
 * const loss = ([x, y]: Float32Array) => x! + 10 * y!;
 * const surface = { dim: 2, examples: 1, loss, gradient: loss };
 * const plane = [new Float32Array([1, 0]), new Float32Array([0, 1])] as const;
 * assertEquals(
 *   planeSlice(surface, new Float32Array(2), plane, [0, 1, 2], [0, 1]),
 *   [[0, 1, 2], [10, 11, 12]],
 * );
 * ```
 */
export function planeSlice(
  surface: LossSurface,
  origin: Float32Array,
  [u, v]: readonly [Float32Array, Float32Array],
  a: readonly number[],
  b: readonly number[],
): number[][] {
  const phi = new Float32Array(surface.dim);
  return b.map((y) =>
    a.map((x) => {
      for (let i = 0; i < phi.length; i++) phi[i] = origin[i]! + x * u[i]! + y * v[i]!;
      return surface.loss(phi);
    })
  );
}

/**
 * The plane through three points, for {@linkcode planeSlice}: its origin is the first point, u
 * points to the second, v is orthogonal to u and on the side of the third, and both have length 1.
 *
 * @returns The plane, and the coordinates (a, b) of the three points.
 * @throws {UserError} If the points lie on one line.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { planeThrough } from "lib/analysis/slice.ts";
 *
 * const points = [[1, 1], [5, 1], [3, 4]].map((point) => new Float32Array(point));
 * const { directions, coordinates } = planeThrough([points[0]!, points[1]!, points[2]!]);
 * assertEquals(directions.map((direction) => [...direction]), [[1, 0], [0, 1]]);
 * assertEquals(coordinates, [[0, 0], [4, 0], [2, 3]]);
 * ```
 */
export function planeThrough(
  [origin, second, third]: readonly [Float32Array, Float32Array, Float32Array],
): { directions: [Float32Array, Float32Array]; coordinates: [number, number][] } {
  const [u, v] = [second, third].map((point) => point.map((x, i) => x - origin[i]!));
  const [length, along] = [norm(u!), dot(v!, u!) / norm(u!)];
  removePart(v!, u!);
  const height = norm(v!);
  if (!(length > 0 && height > 1e-6 * length)) {
    throw new UserError("Three points on a line span no plane.", "Choose another third point.");
  }
  return {
    directions: [u!.map((x) => x / length), v!.map((x) => x / height)],
    coordinates: [[0, 0], [length, 0], [along, height]],
  };
}
