/**
 * Searches for critical points and minima of a smooth function, using its exact Hessian.
 *
 * @module
 */
import { symmetricEigenvalues } from "./eigenvalues.ts";
import { dot, norm } from "../compute/vectors.ts";
import type { SmoothFunction } from "../surface.ts";
import { checkKeys, checkOption, checkWhole } from "../options.ts";

/**
 * When {@linkcode criticalPoint} and {@linkcode saddleFreeNewton} stop, and who is told of each
 * step.
 */
export interface SearchOptions {
  /** The search ends once ‖∇f‖ is at most this; 1e-10 by default. */
  tolerance?: number;
  /** Maximum number of steps, 200 by default. */
  maxIterations?: number;
  /**
   * Called at the start and after each step, with the number of steps taken and the point reached.
   */
  onStep?(step: number, point: Float64Array, value: number, gradientNorm: number): void;
}

/** The point at which a search ended. */
export interface SearchResult {
  /** The point. */
  readonly point: Float64Array;
  /** Value of the function there. */
  readonly value: number;
  /** ‖∇f‖ there. */
  readonly gradientNorm: number;
  /**
   * Whether it is at most the tolerance; if not, the point is not critical and should be rejected.
   */
  readonly converged: boolean;
  /** How many steps were taken. */
  readonly iterations: number;
}

/**
 * Searches for a critical point of any kind near `start` by minimizing ½‖∇f‖² with the
 * Levenberg–Marquardt method: steps −(H² + μI)⁻¹H∇f with a damping μ that decreases as ‖∇f‖ does,
 * so that they turn into Newton steps (Nocedal and Wright 2006, section 10.3, with the Hessian H as
 * the Jacobian).
 *
 * It can end at a minimum of ‖∇f‖ that is not 0, where H∇f = 0; check `converged`.
 *
 * @param start First point; not changed.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { criticalPoint } from "lib/analysis/critical_point.ts";
 *
 * const saddle = { // x² − y² + y⁴/4
 *   dim: 2,
 *   gradient([x = 0, y = 0]: Float64Array, out: Float64Array) {
 *     out.set([2 * x, y ** 3 - 2 * y]);
 *     return x ** 2 - y ** 2 + y ** 4 / 4;
 *   },
 *   hessian(phi: Float64Array, gradient: Float64Array, out: Float64Array) {
 *     out.set([2, 0, 0, 3 * phi[1]! ** 2 - 2]);
 *     return this.gradient(phi, gradient);
 *   },
 * };
 * const { point } = criticalPoint(saddle, new Float64Array([0.3, 0.2]));
 * assertAlmostEquals(point[0]!, 0, 1e-9);
 * assertAlmostEquals(point[1]!, 0, 1e-9); // not ±√2, where the minima are
 * ```
 */
export function criticalPoint(
  f: SmoothFunction,
  start: Float64Array,
  options: SearchOptions = {},
): SearchResult {
  checkSearch(options, "criticalPoint()");
  return search(f, start, options, {
    factor: (eigenvalue, damping) => eigenvalue / (eigenvalue * eigenvalue + damping),
    merit: (_, gradientNorm) => gradientNorm,
    leastGain: 1e-6,
  });
}

/**
 * Descends by saddle-free Newton: steps −(|H| + μI)⁻¹∇f, where |H| has the absolute values of the
 * Hessian's eigenvalues, so that saddle points repel, and the damping μ decreases as f does
 * (Dauphin et al. 2014, algorithm 1, in the full space).
 *
 * @param start First point; not changed.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { saddleFreeNewton } from "lib/analysis/critical_point.ts";
 *
 * const saddle = { // x² − y² + y⁴/4
 *   dim: 2,
 *   gradient([x = 0, y = 0]: Float64Array, out: Float64Array) {
 *     out.set([2 * x, y ** 3 - 2 * y]);
 *     return x ** 2 - y ** 2 + y ** 4 / 4;
 *   },
 *   hessian(phi: Float64Array, gradient: Float64Array, out: Float64Array) {
 *     out.set([2, 0, 0, 3 * phi[1]! ** 2 - 2]);
 *     return this.gradient(phi, gradient);
 *   },
 * };
 * const { point } = saddleFreeNewton(saddle, new Float64Array([0.3, 0.2]));
 * assertAlmostEquals(point[0]!, 0, 1e-9);
 * assertAlmostEquals(point[1]!, Math.SQRT2); // a minimum, not the saddle point at 0
 * ```
 */
export function saddleFreeNewton(
  f: SmoothFunction,
  start: Float64Array,
  options: SearchOptions = {},
): SearchResult {
  checkSearch(options, "saddleFreeNewton()");
  return search(f, start, options, {
    factor: (eigenvalue, damping) => 1 / (Math.abs(eigenvalue) + damping),
    merit: (value) => value,
    leastGain: 0,
  });
}

function checkSearch(options: SearchOptions, of: string): void {
  const { tolerance = 0, maxIterations = 0 } = options;
  checkKeys(options, ["tolerance", "maxIterations", "onStep"], of);
  checkOption(tolerance >= 0, "tolerance", tolerance, "a number of at least 0", of);
  checkWhole(maxIterations, 0, "maxIterations", of);
}

/** Smallest damping, and how many times in a row a step may fail. */
const LEAST_DAMPING = 1e-14;
const MOST_TRIALS = 12;

/** What distinguishes the two searches. */
interface Method {
  /** Factor that turns the gradient's component along an eigenvector into minus the step's. */
  factor(eigenvalue: number, damping: number): number;
  /** The quantity that each step must lower. */
  merit(value: number, gradientNorm: number): number;
  /** A step that lowers it by a smaller share than this is the last one. */
  readonly leastGain: number;
}

/** Takes steps that lower the merit, adapting the damping, until the gradient is small. */
function search(
  f: SmoothFunction,
  start: Float64Array,
  { tolerance = 1e-10, maxIterations = 200, onStep }: SearchOptions,
  { factor, merit, leastGain }: Method,
): SearchResult {
  const { dim } = f;
  const move = f.move ?? ((phi, step) => phi.map((x, i) => x + step[i]!));
  const [gradient, ahead] = [new Float64Array(dim), new Float64Array(dim)];
  const hessian = new Float64Array(dim * dim);
  let point: Float64Array = start.slice();
  let value = f.gradient(point, gradient);
  let damping = 0.1;
  let stalled = false;
  for (let iterations = 0;; iterations++) {
    const gradientNorm = norm(gradient);
    onStep?.(iterations, point, value, gradientNorm);
    const converged = gradientNorm <= tolerance;
    const result = { point, value, gradientNorm, converged, iterations };
    if (converged || stalled || iterations === maxIterations) return result;
    f.hessian(point, gradient, hessian);
    const { values, vectors } = symmetricEigenvalues(hessian, { vectors: true });
    const parts = values.map((_, i) => dot(vectors.subarray(i * dim, (i + 1) * dim), gradient));
    const before = merit(value, gradientNorm);
    for (let trial = 0;; trial++) {
      if (trial === MOST_TRIALS) return result;
      const next = move(point, minusCombination(parts, values, vectors, factor, damping));
      const nextValue = f.gradient(next, ahead);
      const after = merit(nextValue, norm(ahead));
      if (after < before) {
        stalled = before - after < leastGain * Math.abs(before);
        [point, value] = [next, nextValue];
        gradient.set(ahead);
        damping = Math.max(0.3 * damping, LEAST_DAMPING);
        break;
      }
      damping *= 4;
    }
  }
}

/**
 * The step: minus the sum of the eigenvectors, each times the gradient's component and its factor.
 */
function minusCombination(
  parts: Float64Array,
  values: Float64Array,
  vectors: Float64Array,
  factor: Method["factor"],
  damping: number,
): Float64Array {
  const dim = parts.length;
  const step = new Float64Array(dim);
  for (let i = 0, at = 0; i < dim; i++) {
    const weight = parts[i]! * factor(values[i]!, damping);
    for (let j = 0; j < dim; j++, at++) step[j]! -= weight * vectors[at]!;
  }
  return step;
}
