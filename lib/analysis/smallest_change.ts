import type { AttackOptions } from "./adversarial.ts";
import { minimizeAllInBox } from "./box_lbfgs.ts";
import { norm } from "../compute/vectors.ts";
import { log } from "../elementary/log.ts";
import type { InputSurface } from "../surface.ts";
import { checkKeys, checkOption, checkWhole } from "../options.ts";

/** What {@linkcode smallestChanges} counts as success, and how long it searches. */
export interface SmallestChangeOptions extends Omit<AttackOptions, "targeted"> {
  /**
   * Probability of the target that counts as success, 0.5 by default: as much as all other classes
   * together.
   */
  certainty?: number;
  /** How many values of c to try, 8 by default. */
  rounds?: number;
  /** Bounds of c, 1e-3 and 1e3 by default. */
  range?: readonly [number, number];
  /** Maximum number of L-BFGS steps for each value of c, 20 by default. */
  maxIterations?: number;
}

/** What {@linkcode smallestChanges} finds. */
export interface SmallestChanges {
  /** The changed inputs, example after example; examples without success are unchanged. */
  readonly inputs: Float32Array;
  /** ℓ₂ norm of each example's change, Infinity if none was found. */
  readonly sizes: Float64Array;
}

/**
 * The smallest change r to each example that makes a network predict a target class (Szegedy et al.
 * 2014, "Intriguing properties of neural networks", section 4.1): box-constrained L-BFGS minimizes
 * c ‖r‖² + L(x + r, target), and bisection over log c finds the largest c that still succeeds.
 * (With the published ‖r‖ the function would not be differentiable at the start, r = 0.)
 *
 * @param surfaceOf Returns the loss of one example per label, as a function of their inputs.
 * @param x Inputs within their range, example after example; not changed.
 * @param targets The target class of each example.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { smallestChanges } from "lib/analysis/smallest_change.ts";
 *
 * // One number x, of class 1 with probability 1 / (1 + exp(0.5 − x)).
 * function surfaceOf(labels: Uint8Array) {
 *   const gradients = (x: Float32Array, out: Float32Array) =>
 *     x.map((value, i) => {
 *       const odds = Math.exp((0.5 - value) * (labels[i] === 1 ? 1 : -1));
 *       out[i] = odds / (1 + odds) * (labels[i] === 1 ? -1 : 1);
 *       return Math.log(1 + odds);
 *     });
 *   const loss = (x: Float32Array) => gradients(x, x.slice())[0]!;
 *   const gradient = (x: Float32Array, out: Float32Array) => gradients(x, out)[0]!;
 *   return { dim: labels.length, examples: 1, loss, gradient, gradients };
 * }
 * const x = new Float32Array([0.3]);
 * const { sizes } = smallestChanges(surfaceOf, x, new Uint8Array([1]), { rounds: 20 });
 * assertAlmostEquals(sizes[0]!, 0.2, 0.005);
 * ```
 */
export function smallestChanges(
  surfaceOf: (labels: Uint8Array) => InputSurface,
  x: Float32Array,
  targets: Uint8Array,
  options: SmallestChangeOptions = {},
): SmallestChanges {
  const { certainty = 0.5, rounds = 8, range = [1e-3, 1e3], maxIterations = 20 } = options;
  const { lower = 0, upper = 1 } = options;
  const of = "smallestChanges()";
  checkKeys(options, ["certainty", "rounds", "range", "maxIterations", "lower", "upper"], of);
  checkOption(certainty > 0 && certainty < 1, "certainty", certainty, "a number in (0, 1)", of);
  checkWhole(rounds, 1, "rounds", of);
  checkWhole(maxIterations, 1, "maxIterations", of);
  const inputs = x.slice();
  const length = x.length / targets.length;
  const part = (of: Float32Array, i: number) => of.subarray(i * length, (i + 1) * length);
  const examples = Array.from(targets.keys());
  const sizes = new Float64Array(targets.length).fill(Infinity);
  const low = examples.map(() => range[0]);
  const high = examples.map(() => range[1]);
  for (let round = 0; round < rounds; round++) {
    const c = low.map((value, i) => Math.sqrt(value * high[i]!));
    const minima = minimizeAllInBox(
      (points, which) => {
        const losses = evaluateAll(surfaceOf(Uint8Array.from(which, (i) => targets[i]!)), points);
        return losses.map(({ value, gradient }, k) => {
          const [point, i] = [points[k]!, which[k]!];
          let squares = 0;
          part(x, i).forEach((from, j) => {
            const r = point[j]! - from;
            squares += r * r;
            gradient[j] = gradient[j]! + 2 * c[i]! * r;
          });
          return { value: value + c[i]! * squares, gradient };
        });
      },
      examples.map((i) => part(inputs, i)), // the last success, or the example itself
      { lower, upper, maxIterations, tolerance: 1e-3 },
    );
    minima.forEach(({ point, value }, i) => {
      const size = norm(part(x, i).map((from, j) => point[j]! - from));
      if (value - c[i]! * size * size <= -log(certainty)) {
        low[i] = c[i]!;
        if (size > sizes[i]!) return;
        sizes[i] = size;
        part(inputs, i).set(point);
      } else high[i] = c[i]!;
    });
  }
  return { inputs, sizes };
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
