/**
 * Pruning: masks that keep the largest weights of a network, and training with a mask.
 *
 * @module
 */
import { inSubspace } from "./subspace.ts";
import { UserError } from "../errors.ts";
import { type Layout, type Parameter, viewOf } from "../models/layout.ts";
import type { ClassifierSurface, LossSurface } from "../surface.ts";

/** Which parameters are kept: 1 for kept, 0 for pruned (length D). */
export type Mask = Uint8Array;

/** The weight arrays of a network; biases are not pruned. */
function weightsOf(layout: Layout): Parameter[] {
  return layout.parameters.filter(({ shape }) => shape.length > 1);
}

/**
 * The mask that keeps the weights of largest magnitude, layer by layer, so that the given share of
 * all weights remains, up to rounding in each layer. The last layer, which has few weights, is
 * pruned at half the rate of the others (Han et al. 2015, "Learning both weights and connections
 * for efficient neural networks"; layer-wise with this rate, Frankle and Carbin 2019, section 2).
 *
 * @param scores The numbers to compare: φ (length D), or random numbers for a random mask. Of equal
 * scores, the first are kept.
 * @param keep The share of the weights to keep, in (0, 1].
 * @throws {UserError} If so few weights are kept that only the last layer would have any.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { layout } from "lib/models/layout.ts";
 * import { magnitudeMask } from "lib/analysis/masks.ts";
 *
 * const network = layout([["weight1", [2, 2]], ["bias1", [2]], ["weight2", [2, 2]]]);
 * const phi = new Float32Array([0.1, -4, 3, 0.2, 0, 0, 1, -2, 0.5, 9]);
 * // 5 of 8 weights: half of the first layer, three quarters of the last.
 * assertEquals([...magnitudeMask(network, phi, 5 / 8)], [0, 1, 1, 0, 1, 1, 1, 1, 0, 1]);
 * ```
 */
export function magnitudeMask(layout: Layout, scores: Float32Array, keep: number): Mask {
  const weights = weightsOf(layout);
  const total = weights.reduce((sum, { size }) => sum + size, 0);
  const last = weights.at(-1)!;
  // With share h of the others, the last layer keeps 1 − (1 − h)/2 of its weights.
  const spared = last.size / 2;
  const share = (keep * total - spared) / (total - spared);
  if (!(share > 0 && share <= 1)) {
    throw new UserError(
      `A network cannot keep ${keep} of its weights with the last layer at half the rate.`,
      "Keep a larger share, at most 1.",
    );
  }
  const mask = new Uint8Array(layout.dim).fill(1);
  for (const { offset, size } of weights) {
    const kept = Math.round(size * (offset === last.offset ? (1 + share) / 2 : share));
    const magnitudes = scores.subarray(offset, offset + size).map(Math.abs);
    const ascending = magnitudes.toSorted();
    const smallest = ascending[size - kept] ?? Infinity; // of those that are kept
    let equal = kept - ascending.filter((magnitude) => magnitude > smallest).length;
    magnitudes.forEach((magnitude, i) => {
      if (magnitude > smallest) return;
      if (magnitude < smallest || equal === 0) mask[offset + i] = 0;
      else equal--;
    });
  }
  return mask;
}

/**
 * A copy of the parameters with the pruned ones set to zero.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { prune } from "lib/analysis/masks.ts";
 *
 * assertEquals([...prune(new Float32Array([3, 5, 7]), new Uint8Array([1, 0, 1]))], [3, 0, 7]);
 * ```
 */
export function prune(phi: Float32Array, mask: Mask): Float32Array<ArrayBuffer> {
  return Float32Array.from(phi, (weight, i) => mask[i] === 1 ? weight : 0);
}

/**
 * The number of weights of a network, and how many of them are not 0.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { layout } from "lib/models/layout.ts";
 * import { countWeights } from "lib/analysis/masks.ts";
 *
 * const network = layout([["weight", [2, 2]], ["bias", [2]]]); // biases do not count
 * const { total, kept } = countWeights(network, new Float32Array([1, 0, 2, 3, 0, 0]));
 * assertEquals([total, kept], [4, 3]);
 * ```
 */
export function countWeights(layout: Layout, phi: Float32Array): { total: number; kept: number } {
  let total = 0;
  let kept = 0;
  for (const weights of weightsOf(layout)) {
    total += weights.size;
    for (const weight of viewOf(weights, phi)) if (weight !== 0) kept++;
  }
  return { total, kept };
}

/**
 * The surface L(m ∘ φ) of a network without its pruned parameters, as a function of φ: that in the
 * subspace of the others. Its loss does not depend on them, and its derivatives with respect to them
 * are 0. Whatever an optimizer does to them, through earlier momentum or weight decay, has no
 * effect; if they start at 0, with a new optimizer, they stay exactly 0.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { masked } from "lib/analysis/masks.ts";
 *
 * const surface = {
 *   dim: 2,
 *   examples: 1,
 *   loss: ([x, y]: Float32Array) => x! * x! + y! * y!,
 *   gradient(phi: Float32Array, out: Float32Array) {
 *     out.set(phi.map((x) => 2 * x));
 *     return this.loss(phi);
 *   },
 * };
 * const gradient = new Float32Array(2);
 * masked(surface, new Uint8Array([1, 0])).gradient(new Float32Array([3, 5]), gradient);
 * assertEquals([...gradient], [6, 0]);
 * ```
 */
export function masked(surface: ClassifierSurface, mask: Mask): ClassifierSurface;
export function masked(surface: LossSurface, mask: Mask): LossSurface;
export function masked(
  surface: LossSurface | ClassifierSurface,
  mask: Mask,
): LossSurface | ClassifierSurface {
  const kept = Uint32Array.from(mask.keys().filter((i) => mask[i] === 1));
  function select(vector: Float32Array, out: Float32Array): void {
    out.fill(0);
    for (let k = 0; k < kept.length; k++) out[kept[k]!] = vector[kept[k]!]!;
  }
  return inSubspace(surface, new Float32Array(mask.length), {
    dim: mask.length,
    ambient: mask.length,
    project: select,
    moveFrom: (_origin, phi, out) => select(phi, out), // the origin is 0
    adjoint: select,
  });
}
