import { combine, norm, squareAndDot } from "../compute/vectors.ts";
import { createArena } from "../compute/memory.ts";
import { UserError } from "../errors.ts";
import type { Optimizer } from "../training/optimizers.ts";

/**
 * A copy of the vector, scaled to length r.
 *
 * @throws {UserError} If r is not a positive number, or the vector is zero or not finite.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { atRadius } from "lib/analysis/sphere.ts";
 *
 * assertAlmostEquals(atRadius(new Float32Array([3, 4]), 10)[0]!, 6);
 * ```
 */
export function atRadius(phi: Float32Array, radius: number): Float32Array<ArrayBuffer> {
  const factor = factorTo(radius, norm(phi));
  return phi.map((x) => factor * x);
}

/**
 * Keeps an optimizer on the sphere ‖φ‖ = r. It receives the gradient without its radial component;
 * only the tangential component of its step Δ is used (Adam's steps have a radial one even so); and
 * the result is scaled back: φ ← r (φ + TΔ) / ‖φ + TΔ‖ with T = I − φφᵀ/‖φ‖² (projected update and
 * metric projection as retraction, Absil, Mahony and Sepulchre 2008, sections 3.6.1, 4.1).
 *
 * For a sphere within a subspace, use it on the coordinates θ of `inSubspace` around the origin.
 *
 * @param radius r > 0. The first step brings φ to this radius, wherever it is.
 * @throws {UserError} If φ is or becomes zero or not finite.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { onSphere } from "lib/analysis/sphere.ts";
 * import { sgd } from "lib/training/optimizers.ts";
 *
 * const phi = new Float32Array([2, 0]);
 * onSphere(sgd({ learningRate: 1 }), 2).step(phi, new Float32Array([7, -2]));
 * assertAlmostEquals(phi[0]!, Math.SQRT2); // 45 degrees on, however large the radial part
 * ```
 */
export function onSphere(optimizer: Optimizer, radius: number): Optimizer {
  let space: ReturnType<typeof makeSpace> | undefined;
  return {
    ...optimizer,
    step(phi, gradient) {
      if (space?.before.length !== phi.length) space = makeSpace(phi.length);
      const { before, along } = space;
      before.set(phi);
      along.set(gradient);
      const old = squareAndDot(before, along);
      combine(along, before, 1, -old.dot / old.square);
      optimizer.step(phi, along);
      // With φ for `before` and φ + Δ for `phi`: φ + TΔ is (φ + Δ) + (1 − share) φ.
      const moved = squareAndDot(phi, before);
      const share = moved.dot / old.square;
      const length = Math.sqrt(old.square + moved.square - share * share * old.square); // of φ + TΔ
      const factor = factorTo(radius, length);
      combine(phi, before, factor, factor * (1 - share));
    },
  };
}

/** The factor that scales a vector of this length to the radius. */
function factorTo(radius: number, length: number): number {
  const factor = radius / length;
  if (radius > 0 && Number.isFinite(factor)) return factor;
  throw new UserError(
    `A vector of length ${length} cannot be scaled to length ${radius}.`,
    "Give a vector with finite numbers, not all zero, and a positive radius.",
  );
}

/** Two vectors in the compute memory, where an optimizer can work without copies. */
function makeSpace(length: number) {
  const arena = createArena();
  const space = { before: arena.float32(length), along: arena.float32(length) };
  arena.releaseWith(space);
  return space;
}
