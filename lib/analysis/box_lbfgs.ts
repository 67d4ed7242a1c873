/**
 * Minimization in a box by projected L-BFGS, used for Szegedy's adversarial examples and for
 * Keskar's sharpness.
 *
 * @module
 */
import { UserError } from "../errors.ts";
import { type Bound, type Box, boxOf } from "./box.ts";
import { type Pair, quasiNewtonStep, type Step } from "./quasi_newton.ts";

/** A function's value and gradient at a point. */
export interface Evaluation {
  readonly value: number;
  /** Has the length of the point; copied. */
  readonly gradient: Float32Array | Float64Array;
}

/** The box that {@linkcode minimizeInBox} searches, and when the search ends. */
export interface BoxOptions {
  /** Lower bounds, one for all variables or one for each; −∞ by default. */
  lower?: Bound;
  /** Upper bounds, in the same form; ∞ by default. */
  upper?: Bound;
  /** How many steps the approximation of the Hessian is built from, 10 by default. */
  memory?: number;
  /** Maximum number of steps, 100 by default. */
  maxIterations?: number;
  /** The search ends once the residual is at most this; 1e-5 by default. */
  tolerance?: number;
}

/** What {@linkcode minimizeInBox} finds. */
export interface BoxMinimum {
  /** The best point, within the bounds. */
  readonly point: Float64Array;
  /** Value of the function there. */
  readonly value: number;
  /** max |P(x − g) − x| with the projection P onto the box: 0 if and only if x is stationary. */
  readonly residual: number;
  /** How many steps were taken. */
  readonly iterations: number;
  /** How often the function was evaluated. */
  readonly evaluations: number;
}

/**
 * Wolfe conditions: the share of the slope that a step must realize, and the share that may remain.
 */
const DECREASE = 1e-4;
const SLOPE_LEFT = 0.9;
const MOST_TRIALS = 25;

/**
 * Minimizes a smooth function over a box by projected L-BFGS: variables at a bound that descent
 * would cross are held fixed, the others take a limited-memory BFGS step, and the line search
 * follows the projection of the step onto the box (Bertsekas 1982, "Projected Newton methods for
 * optimization problems with simple constraints"). It solves the same problems as L-BFGS-B without
 * computing a generalized Cauchy point.
 *
 * It stops at a stationary point, after `maxIterations`, or when rounding errors hide any decrease.
 *
 * @param f Returns the value and the gradient at a point; it must not keep the point.
 * @param start First point, projected onto the box; not changed.
 * @throws {UserError} If the bounds are invalid, or the function is not finite at the start.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { minimizeInBox } from "lib/analysis/box_lbfgs.ts";
 *
 * const f = ([x, y]: Float64Array) => ({
 *   value: (x! - 3) ** 2 + (x! + y!) ** 2,
 *   gradient: new Float64Array([2 * (x! - 3) + 2 * (x! + y!), 2 * (x! + y!)]),
 * });
 * const { point } = minimizeInBox(f, new Float64Array(2), { lower: 0, upper: 10 });
 * assertAlmostEquals(point[0]!, 1.5, 1e-5);
 * assertAlmostEquals(point[1]!, 0, 1e-5);
 * ```
 */
export function minimizeInBox(
  f: (point: Float64Array) => Evaluation,
  start: ArrayLike<number>,
  options: BoxOptions = {},
): BoxMinimum {
  return minimizeAllInBox((points) => points.map(f), [start], options)[0]!;
}

/**
 * {@linkcode minimizeInBox} for several independent problems of the same size, in parallel: each
 * round evaluates one point of every unfinished problem, so that a model can process them as one
 * batch.
 *
 * @param f Returns an evaluation for each point; `which` has the index of each point's problem.
 * @param starts First point of each problem.
 * @throws {UserError} As {@linkcode minimizeInBox}.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { minimizeAllInBox } from "lib/analysis/box_lbfgs.ts";
 *
 * const targets = [0.25, 7]; // the functions (x − target)², over [0, 1]
 * const minima = minimizeAllInBox(
 *   (points, which) =>
 *     points.map(([x], k) => {
 *       const difference = x! - targets[which[k]!]!;
 *       return { value: difference ** 2, gradient: new Float64Array([2 * difference]) };
 *     }),
 *   [[0], [0]],
 *   { lower: 0, upper: 1 },
 * );
 * assertAlmostEquals(minima[0]!.point[0]!, 0.25, 1e-5);
 * assertAlmostEquals(minima[1]!.point[0]!, 1, 1e-5);
 * ```
 */
export function minimizeAllInBox(
  f: (points: readonly Float64Array[], which: readonly number[]) => readonly Evaluation[],
  starts: readonly ArrayLike<number>[],
  options: BoxOptions = {},
): BoxMinimum[] {
  const searches = starts.map((start) => search(start, options));
  const found: BoxMinimum[] = [];
  let waiting = searches.map((run, i) => ({ run, i, next: run.next() }));
  while (waiting.length > 0) {
    const points = waiting.map(({ next }) => next.value as Float64Array);
    const evaluations = f(points, waiting.map(({ i }) => i));
    waiting = waiting.filter((one, k) => {
      one.next = one.run.next(evaluations[k]!);
      if (one.next.done) found[one.i] = one.next.value;
      return !one.next.done;
    });
  }
  return found;
}

/** A point of a search, with the function there. */
interface State {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

/** Yields the points at which it needs the function, and receives the evaluations. */
function* search(
  start: ArrayLike<number>,
  options: BoxOptions,
): Generator<Float64Array, BoxMinimum, Evaluation> {
  const { memory = 10, maxIterations = 100, tolerance = 1e-5 } = options;
  const { lower = -Infinity, upper = Infinity } = options;
  const box = boxOf(start.length, lower, upper);
  const first = Float64Array.from(start, box.inside);
  let at = stateOf(first, yield first.slice());
  if (!Number.isFinite(at.value) || !at.gradient.every(Number.isFinite)) {
    throw new UserError(
      "The function is not finite at the start.",
      "Start at another point of the box.",
    );
  }
  let evaluations = 1;
  let iterations = 0;
  let pairs: Pair[] = [];
  let residual = residualOf(at, box);
  while (iterations < maxIterations && residual > tolerance) {
    const { x, gradient: g } = at;
    // A variable very near its bound is held, too; otherwise only tiny steps would descend.
    const free = x.map((xi, i) => {
      const near = Math.min(residual, 1e-6 * (box.upper[i]! - box.lower[i]!));
      return (g[i]! > 0 ? xi - box.lower[i]! : box.upper[i]! - xi) > near || g[i] === 0 ? 1 : 0;
    });
    const step = quasiNewtonStep(g, pairs, free);
    const line = yield* lineSearch(at, step, box);
    evaluations += line.trials;
    if (line.end) {
      const { x: to, gradient } = at = line.end;
      pairs.push({ s: to.map((xi, i) => xi - x[i]!), y: gradient.map((gi, i) => gi - g[i]!) });
      if (pairs.length > memory) pairs.shift();
      iterations++;
      residual = residualOf(at, box);
    } else if (step.scaled) {
      pairs = []; // the memory may not fit this region: retry along the gradient
    } else break;
  }
  return { point: at.x, value: at.value, residual, iterations, evaluations };
}

/** Searches along the projected step for a point that meets the weak Wolfe conditions. */
function* lineSearch(
  from: State,
  { direction, scaled }: Step,
  { lower, upper, inside }: Box,
): Generator<Float64Array, { end: State | undefined; trials: number }, Evaluation> {
  const { x, value, gradient: g } = from;
  // Without a memory the step has no natural length: the first trial changes x by at most 1.
  let t = scaled ? 1 : Math.min(1, 1 / direction.reduce((sum, d) => sum + Math.abs(d), 0));
  let high = Infinity;
  let low = 0;
  let end: State | undefined;
  for (let trials = 0; trials < MOST_TRIALS; trials++) {
    const point = x.map((xi, i) => inside(xi + t * direction[i]!, i));
    if (point.every((xi, i) => xi === x[i])) return { end, trials };
    const at = stateOf(point, yield point.slice());
    let along = 0; // g·(x(t) − x)
    let slope = 0; // the slope over the variables that no bound stops
    let slopeLeft = 0;
    for (let i = 0; i < x.length; i++) {
      along += g[i]! * (point[i]! - x[i]!);
      if (point[i] === lower[i] || point[i] === upper[i]) continue;
      slope += g[i]! * direction[i]!;
      slopeLeft += at.gradient[i]! * direction[i]!;
    }
    if (at.value < value && at.value <= value + DECREASE * along) {
      end = at;
      if (slopeLeft >= SLOPE_LEFT * slope) return { end, trials: trials + 1 };
      low = t;
    } else high = t;
    t = high < Infinity ? (low + high) / 2 : 2 * t;
  }
  return { end, trials: MOST_TRIALS };
}

function stateOf(x: Float64Array, { value, gradient }: Evaluation): State {
  return { x, value, gradient: Float64Array.from(gradient) };
}

/** max |P(x − g) − x|. */
function residualOf({ x, gradient }: State, { inside }: Box): number {
  return x.reduce((most, xi, i) => Math.max(most, Math.abs(inside(xi - gradient[i]!, i) - xi)), 0);
}
