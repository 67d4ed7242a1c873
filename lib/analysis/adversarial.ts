/**
 * Adversarial examples: small changes of a network's inputs that change its mind. Each method takes
 * the loss as a function of the inputs; it raises the loss, or, targeted, lowers the loss of a
 * label that is wrong.
 *
 * @module
 */
import { minimiseAllInBox } from "./box_lbfgs.ts";
import { norm as l2 } from "./norms.ts";
import { UserError } from "../errors.ts";
import type { InputSurface, LossSurface } from "../surface.ts";

/** The values that an input may have, and the direction of an attack. */
export interface AttackOptions {
  /** Whether to lower the loss: its labels are then the classes to be taken for. False by default. */
  targeted?: boolean;
  /** Smallest value of an input, 0 by default. */
  lower?: number;
  /** Largest value, 1 by default. */
  upper?: number;
}

/**
 * The fast gradient sign method: x + ε sign(∇L), clipped to the range of inputs (Goodfellow et al.
 * 2015, "Explaining and harnessing adversarial examples"); x − ε sign(∇L) if targeted.
 *
 * @param x Inputs, left as they are.
 * @param options `epsilon` is the largest change of a number.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { fastGradientSign } from "lib/analysis/adversarial.ts";
 *
 * const slope = {
 *   dim: 2,
 *   examples: 1,
 *   loss: ([a, b]: Float32Array) => 3 * a! - b!,
 *   gradient(x: Float32Array, out: Float32Array) {
 *     out.set([3, -1]);
 *     return this.loss(x);
 *   },
 * };
 * const moved = fastGradientSign(slope, new Float32Array([0.5, 0.125]), { epsilon: 0.25 });
 * assertEquals([...moved], [0.75, 0]);
 * ```
 */
export function fastGradientSign(
  surface: LossSurface,
  x: Float32Array,
  options: AttackOptions & { readonly epsilon: number },
): Float32Array {
  const { epsilon, targeted = false, lower = 0, upper = 1 } = options;
  const gradient = new Float32Array(x.length);
  surface.gradient(x, gradient);
  const step = targeted ? -epsilon : epsilon;
  return x.map((value, i) =>
    Math.min(upper, Math.max(lower, value + step * Math.sign(gradient[i]!)))
  );
}

/** Settings of {@linkcode projectedGradient}. */
export interface ProjectedGradientOptions extends AttackOptions {
  /** How a change is measured: by its largest number, or by its ℓ₂ norm. */
  norm: "max" | "l2";
  /** Largest change of each example. */
  radius: number;
  /** How many examples the inputs hold, 1 by default. */
  examples?: number;
  /** How many steps to take, 20 by default, each of 2.5 radius / steps. */
  steps?: number;
}

/**
 * Projected gradient: steps along the sign of the gradient, or for ℓ₂ along the gradient with length
 * 1, each followed by the projection on the ball around x and on the range of inputs (Madry et al.
 * 2018, "Towards deep learning models resistant to adversarial attacks"). It starts at x.
 *
 * @param x Inputs, example after example, within their range; left as they are.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { projectedGradient } from "lib/analysis/adversarial.ts";
 *
 * const slope = {
 *   dim: 2,
 *   examples: 1,
 *   loss: ([a, b]: Float32Array) => 3 * a! + 4 * b!,
 *   gradient(x: Float32Array, out: Float32Array) {
 *     out.set([3, 4]);
 *     return this.loss(x);
 *   },
 * };
 * const start = new Float32Array([0.5, 0.5]);
 * const moved = projectedGradient(slope, start, { norm: "l2", radius: 0.1 });
 * assertAlmostEquals(moved[0]!, 0.56, 1e-6);
 * assertAlmostEquals(moved[1]!, 0.58, 1e-6);
 * ```
 */
export function projectedGradient(
  surface: LossSurface,
  x: Float32Array,
  options: ProjectedGradientOptions,
): Float32Array {
  const { norm, radius, examples = 1, steps = 20, targeted = false } = options;
  const { lower = 0, upper = 1 } = options;
  const length = x.length / examples;
  const size = (targeted ? -2.5 : 2.5) * radius / steps;
  const gradient = new Float32Array(x.length);
  const change = new Float32Array(x.length);
  let input = x.slice();
  for (let step = 0; step < steps; step++) {
    surface.gradient(input, gradient);
    for (let start = 0; start < x.length; start += length) {
      const r = change.subarray(start, start + length);
      const g = gradient.subarray(start, start + length);
      if (norm === "max") {
        for (let i = 0; i < length; i++) r[i] = clip(r[i]! + size * Math.sign(g[i]!), radius);
      } else {
        const unit = l2(g) || 1;
        for (let i = 0; i < length; i++) r[i] = r[i]! + size * g[i]! / unit;
        const scale = Math.min(1, radius / (l2(r) || 1));
        for (let i = 0; i < length; i++) r[i] = scale * r[i]!;
      }
    }
    // Cutting a change off at the ends of the range leaves it in the ball.
    input = x.map((value, i) => Math.min(upper, Math.max(lower, value + change[i]!)));
    for (let i = 0; i < x.length; i++) change[i] = input[i]! - x[i]!;
  }
  return input;
}

const clip = (value: number, most: number): number => Math.min(most, Math.max(-most, value));

/** Settings of {@linkcode smallestChanges}. */
export interface SmallestChangeOptions extends Omit<AttackOptions, "targeted"> {
  /**
   * Probability of the target that counts as success, 0.5 by default: more than all other classes
   * together.
   */
  certainty?: number;
  /** How many values of c to try, 8 by default. */
  rounds?: number;
  /** The values of c lie between these, 1e-3 and 1e3 by default. */
  range?: readonly [number, number];
  /** Most steps of L-BFGS for each, 20 by default. */
  maxIterations?: number;
}

/** A changed input that {@linkcode smallestChanges} finds. */
export interface SmallestChange {
  /** The input, within its range. */
  readonly input: Float32Array;
  /** Its loss for the target. */
  readonly loss: number;
  /** ℓ₂ norm of the change. */
  readonly size: number;
  /** The weight of the norm that led to it. */
  readonly c: number;
}

/**
 * The smallest change r of each input that makes a network take it for a target (Szegedy et al. 2014,
 * "Intriguing properties of neural networks", section 4.1): box-constrained L-BFGS minimizes
 * c ‖r‖² + L(x + r, target), and bisection of log c looks for the largest c that still succeeds.
 * (With ‖r‖, as published, the function would have no derivative at its start, r = 0.)
 *
 * @param surfaceOf The loss of as many examples as there are labels, by their inputs.
 * @param inputs An example each, within their range; left as they are.
 * @param targets The class that each shall be taken for.
 * @returns For each input its change, or undefined where none was found.
 * @throws {UserError} If the numbers of inputs and targets differ.
 */
export function smallestChanges(
  surfaceOf: (labels: Uint8Array) => InputSurface,
  inputs: readonly Float32Array[],
  targets: Uint8Array,
  options: SmallestChangeOptions = {},
): (SmallestChange | undefined)[] {
  const { certainty = 0.5, rounds = 8, range = [1e-3, 1e3], maxIterations = 20 } = options;
  const { lower = 0, upper = 1 } = options;
  if (inputs.length !== targets.length) {
    throw new UserError(
      `${inputs.length} inputs cannot have ${targets.length} targets.`,
      "Give each input one.",
    );
  }
  const low = inputs.map(() => range[0]);
  const high = inputs.map(() => range[1]);
  const best: (SmallestChange | undefined)[] = inputs.map(() => undefined);
  for (let round = 0; round < rounds; round++) {
    const c = low.map((value, i) => Math.sqrt(value * high[i]!));
    const minima = minimiseAllInBox(
      (points, which) => {
        const losses = evaluateAll(surfaceOf(targets.filter((_, i) => which.includes(i))), points);
        return losses.map(({ value, gradient }, k) => {
          const i = which[k]!;
          addPenalty(gradient, points[k]!, inputs[i]!, c[i]!);
          return { value: value + c[i]! * distance(points[k]!, inputs[i]!) ** 2, gradient };
        });
      },
      inputs.map((x, i) => best[i]?.input ?? x),
      { lower, upper, maxIterations, tolerance: 1e-3 },
    );
    minima.forEach(({ point, value }, i) => {
      const input = Float32Array.from(point);
      const size = distance(point, inputs[i]!);
      const loss = value - c[i]! * size ** 2;
      if (loss <= -Math.log(certainty)) {
        if (size <= (best[i]?.size ?? Infinity)) best[i] = { input, loss, size, c: c[i]! };
        low[i] = c[i]!;
      } else high[i] = c[i]!;
    });
  }
  return best;
}

/** Value and gradient of each example's own loss. */
function evaluateAll(
  surface: InputSurface,
  points: readonly Float64Array[],
): { value: number; gradient: Float64Array }[] {
  const length = surface.dim / points.length;
  const inputs = new Float32Array(surface.dim);
  points.forEach((point, k) => inputs.set(point, k * length));
  const gradients = new Float32Array(surface.dim);
  const losses = surface.gradients(inputs, gradients);
  return points.map((_, k) => ({
    value: losses[k]!,
    gradient: Float64Array.from(gradients.subarray(k * length, (k + 1) * length)),
  }));
}

function addPenalty(
  gradient: Float64Array,
  point: Float64Array,
  from: Float32Array,
  c: number,
): void {
  for (let i = 0; i < point.length; i++) {
    gradient[i] = gradient[i]! + 2 * c * (point[i]! - from[i]!);
  }
}

function distance(a: Float64Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}
