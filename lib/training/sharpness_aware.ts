import { createArena } from "../compute/memory.ts";
import { norm } from "../compute/vectors.ts";
import { UserError } from "../errors.ts";
import type { LossSurface } from "../surface.ts";

/**
 * The surface whose gradient leads to flat minima: it is taken where the loss is nearly highest
 * within a distance ρ, at φ + ρ ∇L / ‖∇L‖, and the loss is that at φ (SAM; Foret, Kleiner, Mobahi and
 * Neyshabur 2021, eq. 3). A step costs two gradients.
 *
 * @param rho Distance ρ > 0.
 * @throws {UserError} If it is not.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { sharpnessAware } from "lib/training/sharpness_aware.ts";
 *
 * const parabola = {
 *   dim: 1,
 *   examples: 1,
 *   loss: (phi: Float32Array) => phi[0]! ** 2,
 *   gradient(phi: Float32Array, out: Float32Array) {
 *     out[0] = 2 * phi[0]!;
 *     return phi[0]! ** 2;
 *   },
 * };
 * const gradient = new Float32Array(1);
 * const loss = sharpnessAware(parabola, 0.5).gradient(new Float32Array([3]), gradient);
 * assertEquals([loss, gradient[0]], [9, 7]); // the gradient at 3.5
 * ```
 */
export function sharpnessAware(surface: LossSurface, rho: number): LossSurface {
  if (!(rho > 0 && rho < Infinity)) {
    throw new UserError(`There is no distance ρ of ${rho}.`, "Give a positive number.");
  }
  const arena = createArena();
  const space = { climbed: arena.float32(surface.dim) };
  arena.releaseWith(space);
  return {
    dim: surface.dim,
    examples: surface.examples,
    loss: (phi, batch) => surface.loss(phi, batch),
    gradient(phi, out, batch) {
      const { climbed } = space;
      const loss = surface.gradient(phi, out, batch);
      const length = norm(out);
      if (!(length > 0)) return loss; // nowhere to climb, or nothing to compute with
      for (let i = 0; i < climbed.length; i++) climbed[i] = phi[i]! + rho / length * out[i]!;
      surface.gradient(climbed, out, batch);
      return loss;
    },
  };
}
