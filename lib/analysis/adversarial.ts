/**
 * Adversarial examples: small changes to a network's inputs that change its prediction. Each method
 * takes the loss as a function of the inputs and raises it; a targeted attack instead lowers the
 * loss of a chosen wrong label.
 *
 * @module
 */
import { norm as l2 } from "../compute/vectors.ts";
import type { Random } from "../random.ts";
import type { LossSurface } from "../surface.ts";
import { checkKeys, checkOption, checkWhole, checkWord } from "../options.ts";

/** The range of the inputs, and whether an attack raises or lowers the loss. */
export interface AttackOptions {
  /** Whether to lower the loss, whose labels are then the target classes; false by default. */
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
 * @param x Inputs, not changed.
 * @param options `epsilon` is the largest change to any one value.
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
  checkKeys(options, ["epsilon", "targeted", "lower", "upper"], "fastGradientSign()");
  checkSize(epsilon, "epsilon", "fastGradientSign()");
  const gradient = new Float32Array(x.length);
  surface.gradient(x, gradient);
  const step = targeted ? -epsilon : epsilon;
  return x.map((value, i) =>
    Math.min(upper, Math.max(lower, value + step * Math.sign(gradient[i]!)))
  );
}

/**
 * How far and in which norm {@linkcode projectedGradient} may move each example, and in how many
 * steps.
 */
export interface ProjectedGradientOptions extends AttackOptions {
  /** How a change is measured: by its largest entry, or by its ℓ₂ norm. */
  norm: "max" | "l2";
  /** Largest change to each example, in this norm. */
  radius: number;
  /** How many examples the inputs hold, 1 by default. */
  examples?: number;
  /** How many steps to take, 20 by default, each of length 2.5 radius / steps. */
  steps?: number;
}

const projectedGradientKeys = [
  "norm",
  "radius",
  "examples",
  "steps",
  "targeted",
  "lower",
  "upper",
] as const;

/** Checks the size of a change. */
function checkSize(size: number, name: string, of: string): void {
  const holds = Number.isFinite(size) && size >= 0;
  checkOption(holds, name, size, "a number of at least 0", of);
}

/**
 * Projected gradient: steps along the sign of the gradient or, for ℓ₂, along the normalized
 * gradient, each followed by projection onto the ball around x and onto the range of inputs (Madry
 * et al. 2018, "Towards deep learning models resistant to adversarial attacks"). It starts at x.
 *
 * @param x Inputs within their range, example after example; not changed.
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
  const of = "projectedGradient()";
  checkKeys(options, projectedGradientKeys, of);
  checkWord(norm, ["max", "l2"], "norm", of);
  checkSize(radius, "radius", of);
  checkWhole(steps, 1, "steps", of);
  checkWhole(examples, 1, "examples", of);
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
    // Clipping to the range keeps the change inside the ball.
    input = x.map((value, i) => Math.min(upper, Math.max(lower, value + change[i]!)));
    for (let i = 0; i < x.length; i++) change[i] = input[i]! - x[i]!;
  }
  return input;
}

const clip = (value: number, most: number): number => Math.min(most, Math.max(-most, value));

/**
 * The control for an attack: each example with Gaussian noise of a given ℓ₂ norm, clipped to the
 * range.
 *
 * @param x Inputs, example after example; not changed.
 * @param sizes The norm for each example.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { addNoise } from "lib/analysis/adversarial.ts";
 * import { distance } from "lib/compute/vectors.ts";
 * import { random } from "lib/random.ts";
 *
 * const x = new Float32Array(100).fill(0.5);
 * assertAlmostEquals(distance(addNoise(x, [0.2], random(0, "noise")), x), 0.2, 1e-6);
 * ```
 */
export function addNoise(
  x: Float32Array,
  sizes: ArrayLike<number>,
  rng: Random,
  { lower = 0, upper = 1 }: Omit<AttackOptions, "targeted"> = {},
): Float32Array {
  const length = x.length / sizes.length;
  const noise = x.map(() => rng.normal());
  const scales = Float64Array.from(
    sizes,
    (size, i) => size / l2(noise.subarray(i * length, (i + 1) * length)),
  );
  return x.map((value, j) =>
    Math.min(upper, Math.max(lower, value + scales[Math.floor(j / length)]! * noise[j]!))
  );
}
