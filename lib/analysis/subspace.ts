/**
 * A loss surface restricted to a subspace: L as a function of θ at φ = φ₀ + Pθ.
 *
 * @module
 */
import { checkLengths } from "../compute/vectors.ts";
import { kernels } from "../compute/kernels.ts";
import { address, createArena, isResident } from "../compute/memory.ts";
import { UserError } from "../errors.ts";
import type { Random } from "../random.ts";
import type { ClassifierSurface, LossSurface } from "../surface.ts";

/** A linear map P from d coordinates θ to D parameters; its columns span the subspace. */
export interface Subspace {
  /** Number of coordinates d. */
  readonly dim: number;
  /** Number of parameters D. */
  readonly ambient: number;
  /** Writes the direction Pθ into `out` (length D). */
  project(theta: Float32Array, out: Float32Array): void;
  /** Writes the point φ₀ + Pθ, with φ₀ = `origin`, into `out` (both of length D). */
  moveFrom(origin: Float32Array, theta: Float32Array, out: Float32Array): void;
  /**
   * Writes Pᵀg into `out` (length d): the gradient with respect to θ, where g is the gradient with
   * respect to φ.
   */
  adjoint(g: Float32Array, out: Float32Array): void;
}

/**
 * The surface L(φ₀ + Pθ) as a function of θ, with the same derivatives as the surface itself: ∇θ =
 * Pᵀ∇φ and Hθ = PᵀHP. θ = 0 corresponds to φ₀, which is copied.
 *
 * @throws {UserError} If φ₀ or the subspace does not match the surface.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { hashSubspace, inSubspace } from "lib/analysis/subspace.ts";
 * import { random } from "lib/random.ts";
 *
 * const halfSquare = {
 *   dim: 4,
 *   examples: 1,
 *   loss: (phi: Float32Array) => phi.reduce((sum, x) => sum + x * x / 2, 0),
 *   gradient(phi: Float32Array, out: Float32Array) {
 *     out.set(phi);
 *     return this.loss(phi);
 *   },
 * };
 * const subspace = hashSubspace(2, 4, random(0, "subspace"));
 * const surface = inSubspace(halfSquare, new Float32Array(4), subspace);
 * assertEquals(surface.dim, 2);
 * // The columns are orthonormal, so ‖Pθ‖ = ‖θ‖.
 * assertEquals(Math.abs(surface.loss(new Float32Array([3, 4])) - 12.5) < 1e-5, true);
 * ```
 */
export function inSubspace(
  surface: ClassifierSurface,
  phi0: Float32Array,
  subspace: Subspace,
): ClassifierSurface;
export function inSubspace(
  surface: LossSurface,
  phi0: Float32Array,
  subspace: Subspace,
): LossSurface;
export function inSubspace(
  surface: LossSurface | ClassifierSurface,
  phi0: Float32Array,
  subspace: Subspace,
): LossSurface | ClassifierSurface {
  const { dim, ambient } = subspace;
  if (ambient !== surface.dim || phi0.length !== surface.dim) {
    throw new UserError(
      `A subspace of ${ambient} parameters at a point of ${phi0.length} does not fit a surface ` +
        `of ${surface.dim}.`,
      "Create both with the surface's number of parameters.",
    );
  }
  const arena = createArena();
  const space = {
    origin: arena.float32(ambient),
    phi: arena.float32(ambient),
    gradient: arena.float32(ambient),
    direction: arena.float32(ambient),
  };
  space.origin.set(phi0);
  arena.releaseWith(space);

  function at(theta: Float32Array): Float32Array {
    const { origin, phi } = space;
    subspace.moveFrom(origin, theta, phi);
    return phi;
  }

  function directionOf(theta: Float32Array): Float32Array {
    subspace.project(theta, space.direction);
    return space.direction;
  }

  return {
    dim,
    examples: surface.examples,
    loss: (theta, batch) => surface.loss(at(theta), batch),
    gradient(theta, out, batch) {
      const loss = surface.gradient(at(theta), space.gradient, batch);
      subspace.adjoint(space.gradient, out);
      return loss;
    },
    ...(surface.hvp && {
      hvp(theta, v, out, batch) {
        surface.hvp!(at(theta), directionOf(v), space.gradient, batch);
        subspace.adjoint(space.gradient, out);
      },
    }),
    ...(surface.projectedHessian && {
      projectedHessian(theta, directions, batch) {
        const own = directions.map((direction) => directionOf(direction).slice());
        return surface.projectedHessian!(at(theta), own, batch);
      },
    }),
    ...("evaluate" in surface && {
      accuracy: (theta) => surface.accuracy(at(theta)),
      evaluate: (theta) => surface.evaluate(at(theta)),
    }),
  };
}

/**
 * A random subspace by signed hashing: each parameter belongs to one coordinate and equals ±θⱼ/√nⱼ,
 * where nⱼ parameters, D/d rounded up or down, belong to coordinate j. The columns are exactly
 * orthonormal, and a product costs O(D) (the hashing of Weinberger et al. 2009 with equal shares;
 * as a network, the shared weights of Chen et al. 2015).
 *
 * @param dim Number of coordinates d.
 * @param ambient Number of parameters D.
 * @throws {UserError} If d is not an integer in [1, D]. The methods of the result throw a
 * `RangeError` for vectors of the wrong length.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { norm } from "lib/compute/vectors.ts";
 * import { hashSubspace } from "lib/analysis/subspace.ts";
 * import { random } from "lib/random.ts";
 *
 * const direction = new Float32Array(1000);
 * hashSubspace(2, 1000, random(0, "subspace")).project(new Float32Array([3, 4]), direction);
 * assertAlmostEquals(norm(direction), 5, 1e-5);
 * ```
 */
export function hashSubspace(dim: number, ambient: number, rng: Random): Subspace {
  checkDimensions(dim, ambient);
  const arena = createArena();
  const space = {
    // For each parameter: j if it is θⱼ/√nⱼ, d + j if it is −θⱼ/√nⱼ.
    column: arena.uint32(ambient),
    values: arena.float32(2 * dim),
    sums: arena.float64(2 * dim),
    direction: arena.float32(ambient),
  };
  arena.releaseWith(space);
  rng.permutation(ambient).forEach((row, i) => {
    space.column[row] = i % dim + (rng.integer(2) === 0 ? dim : 0);
  });
  const lengths = Float64Array.from(
    { length: dim },
    (_, j) => Math.sqrt(Math.ceil((ambient - j) / dim)),
  );
  const { addGathered, scatterAdd } = kernels();

  function moveFrom(origin: Float32Array, theta: Float32Array, out: Float32Array): void {
    const { column, values, direction } = space;
    checkLengths(origin, direction);
    checkLengths(out, direction);
    for (let j = 0; j < dim; j++) {
      values[j] = theta[j]! / lengths[j]!;
      values[dim + j] = -values[j]!;
    }
    const source = isResident(origin) ? origin : direction;
    if (source !== origin) source.set(origin);
    const target = isResident(out) ? out : direction;
    const [table, index] = [address(values), address(column)];
    addGathered(address(source), table, index, address(target), ambient);
    if (target !== out) out.set(target);
  }

  return {
    dim,
    ambient,
    project(theta, out) {
      moveFrom(out.fill(0), theta, out);
    },
    moveFrom,
    adjoint(g, out) {
      const { column, sums, direction } = space;
      checkLengths(g, direction);
      const source = isResident(g) ? g : direction;
      if (source !== g) source.set(g);
      sums.fill(0);
      scatterAdd(address(source), address(column), address(sums), ambient);
      for (let j = 0; j < dim; j++) out[j] = (sums[j]! - sums[dim + j]!) / lengths[j]!;
    },
  };
}

/** Throws a {@linkcode UserError} unless `dim` is an integer in [1, `ambient`]. */
export function checkDimensions(dim: number, ambient: number): void {
  if (Number.isInteger(dim) && Number.isInteger(ambient) && dim >= 1 && dim <= ambient) return;
  throw new UserError(
    `There is no subspace of ${dim} dimensions in ${ambient}.`,
    "Give the subspace's dimension first, an integer from 1 to the number of parameters.",
  );
}
