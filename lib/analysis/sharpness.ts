/**
 * Sharpness of a minimum as measured by Keskar et al.: how much the loss f rises in a small box
 * around φ, in percent, 100 (max f − f(φ)) / (1 + f(φ)), where the box is |φ′ᵢ − φᵢ| ≤ ε (|φᵢ| + 1)
 * ("On large-batch training for deep learning", 2017, metric 2.1 in the full space). No search is
 * certain to find the maximum, so each function returns a lower bound.
 *
 * @module
 */
import { projectedGradient } from "./adversarial.ts";
import { minimizeInBox } from "./box_lbfgs.ts";
import type { Random } from "../random.ts";
import type { LossSurface } from "../surface.ts";
import { checkKeys, checkOption, checkWhole } from "../options.ts";

/** The box that {@linkcode signSharpness} searches, and in how many steps. */
export interface SignSharpnessOptions {
  /** Relative half-width ε of the box, 0.001 by default. */
  epsilon?: number;
  /** Maximum number of steps, 10 by default. */
  steps?: number;
}

/** The box that {@linkcode sharpness} searches, and where the search starts. */
export interface SharpnessOptions extends SignSharpnessOptions {
  /** Source of the first point, uniform in the box: at the minimum itself the gradient is 0. */
  rng: Random;
}

/**
 * Sharpness, with the maximum found by L-BFGS in the box; 10 steps as published. A step takes about
 * ten gradients of the surface, since a maximum search in a minimum has the wrong curvature.
 *
 * @param phi A minimum, length D.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { sharpness } from "lib/analysis/sharpness.ts";
 * import { random } from "lib/random.ts";
 *
 * const parabola = {
 *   dim: 1,
 *   examples: 1,
 *   loss: ([x]: Float32Array) => 50 * x! ** 2,
 *   gradient([x]: Float32Array, out: Float32Array) {
 *     out[0] = 100 * x!;
 *     return 50 * x! ** 2;
 *   },
 * };
 * const options = { epsilon: 0.1, rng: random(0, "start") };
 * assertAlmostEquals(sharpness(parabola, new Float32Array(1), options), 50, 1e-3);
 * ```
 */
export function sharpness(
  surface: LossSurface,
  phi: Float32Array,
  options: SharpnessOptions,
): number {
  const { epsilon = 1e-3, steps = 10, rng } = options;
  checkKeys(options, ["epsilon", "steps", "rng"], "sharpness()");
  checkBox(epsilon, steps, 0, "sharpness()");
  const box = unitBox(surface, phi);
  const gradient = new Float32Array(phi.length);
  const { value } = minimizeInBox(
    (u) => {
      const loss = box.gradient(Float32Array.from(u), gradient);
      return { value: -loss, gradient: gradient.map((g) => -g) };
    },
    Float64Array.from(phi, () => epsilon * (2 * rng.uniform() - 1)),
    { lower: -epsilon, upper: epsilon, maxIterations: steps, tolerance: 0 },
  );
  return percentage(surface.loss(phi), -value);
}

/**
 * Sharpness, with the maximum found by projected steps along the sign of the gradient, each of 2.5
 * ε / `steps` (|φᵢ| + 1), which cost one gradient each. It starts at φ, which must not be exactly
 * stationary.
 *
 * @param phi What training found, length D.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { signSharpness } from "lib/analysis/sharpness.ts";
 *
 * const parabola = {
 *   dim: 1,
 *   examples: 1,
 *   loss: ([x]: Float32Array) => 50 * x! ** 2,
 *   gradient([x]: Float32Array, out: Float32Array) {
 *     out[0] = 100 * x!;
 *     return 50 * x! ** 2;
 *   },
 * };
 * const nearTheMinimum = new Float32Array([1e-9]);
 * assertAlmostEquals(signSharpness(parabola, nearTheMinimum, { epsilon: 0.1 }), 50, 1e-3);
 * ```
 */
export function signSharpness(
  surface: LossSurface,
  phi: Float32Array,
  options: SignSharpnessOptions = {},
): number {
  const { epsilon = 1e-3, steps = 10 } = options;
  checkKeys(options, ["epsilon", "steps"], "signSharpness()");
  checkBox(epsilon, steps, 1, "signSharpness()");
  const box = unitBox(surface, phi);
  const highest = projectedGradient(box, new Float32Array(phi.length), {
    norm: "max",
    radius: epsilon,
    steps,
    lower: -Infinity,
    upper: Infinity,
  });
  return percentage(surface.loss(phi), box.loss(highest));
}

/** Checks the half-width of a box, and the number of steps in it. */
function checkBox(epsilon: number, steps: number, least: number, of: string): void {
  checkOption(epsilon > 0 && epsilon < Infinity, "epsilon", epsilon, "a positive number", of);
  checkWhole(steps, least, "steps", of);
}

/** The surface as a function of u with φ′ᵢ = φᵢ + (|φᵢ| + 1) uᵢ: the box is the cube |uᵢ| ≤ ε. */
function unitBox(surface: LossSurface, phi: Float32Array): LossSurface {
  const widths = phi.map((x) => Math.abs(x) + 1);
  const place = (u: Float32Array) => phi.map((x, i) => x + widths[i]! * u[i]!);
  return {
    dim: surface.dim,
    examples: surface.examples,
    loss: (u) => surface.loss(place(u)),
    gradient(u, out) {
      const loss = surface.gradient(place(u), out);
      for (let i = 0; i < out.length; i++) out[i]! *= widths[i]!;
      return loss;
    },
  };
}

const percentage = (loss: number, highest: number): number =>
  100 * Math.max(0, highest - loss) / (1 + loss);
