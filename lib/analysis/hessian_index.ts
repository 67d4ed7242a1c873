import { symmetricEigenvalues } from "./eigenvalues.ts";
import { norm } from "../compute/vectors.ts";
import type { SmoothFunction } from "../surface.ts";

/** The curvature of a function at a point. */
export interface HessianIndex {
  /** Value of the function there. */
  readonly value: number;
  /** ‖∇f‖ there, 0 at a critical point. */
  readonly gradientNorm: number;
  /** All eigenvalues of the Hessian, ascending. */
  readonly eigenvalues: Float64Array;
  /** Number of negative eigenvalues, not counting flat ones: at a critical point, its index. */
  readonly negative: number;
  /** Number of flat eigenvalues. */
  readonly flat: number;
  /**
   * Negative eigenvalues as a fraction of those that are not flat, in [0, 1]; NaN if all are flat.
   */
  readonly fraction: number;
}

/**
 * Counts the directions in which a function curves down at a point.
 *
 * @param flatness Eigenvalues whose absolute value is at most this times the largest count as flat,
 * since rounding makes their sign random. 0 by default.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { hessianIndex } from "lib/analysis/hessian_index.ts";
 *
 * const parabola = { // x² − y², whatever z is
 *   dim: 3,
 *   gradient([x = 0, y = 0]: Float64Array, out: Float64Array) {
 *     out.set([2 * x, -2 * y, 0]);
 *     return x ** 2 - y ** 2;
 *   },
 *   hessian(phi: Float64Array, gradient: Float64Array, out: Float64Array) {
 *     out.set([2, 0, 0, 0, -2, 0, 0, 0, 0]);
 *     return this.gradient(phi, gradient);
 *   },
 * };
 * const { negative, flat, fraction } = hessianIndex(parabola, new Float64Array(3));
 * assertEquals([negative, flat, fraction], [1, 1, 0.5]);
 * ```
 */
export function hessianIndex(f: SmoothFunction, phi: Float64Array, flatness = 0): HessianIndex {
  const [gradient, hessian] = [new Float64Array(f.dim), new Float64Array(f.dim * f.dim)];
  const value = f.hessian(phi, gradient, hessian);
  const { values: eigenvalues } = symmetricEigenvalues(hessian);
  const bound = flatness * Math.max(-eigenvalues[0]!, eigenvalues.at(-1)!);
  const negative = eigenvalues.filter((x) => x < -bound).length;
  const flat = eigenvalues.filter((x) => Math.abs(x) <= bound).length;
  const fraction = negative / (f.dim - flat);
  return { value, gradientNorm: norm(gradient), eigenvalues, negative, flat, fraction };
}
