import { dot } from "../compute/vectors.ts";
import { UserError } from "../errors.ts";
import type { Random } from "../random.ts";
import type { SmoothFunction } from "../surface.ts";

/** A random Gaussian function on a sphere: the spherical 3-spin model. */
export interface SpinGlass extends SmoothFunction {
  /** A random point, uniform on the sphere ‖s‖² = N. */
  randomPoint(rng: Random): Float64Array;
}

/**
 * Draws a spherical 3-spin model, H(s) = N⁻¹ Σ J_ijk s_i s_j s_k on the sphere ‖s‖² = N with
 * independent standard normal J_ijk: a Gaussian function whose values at s and t have the
 * covariance N (s·t/N)³ (Auffinger, Ben Arous and Černý 2013, eq. 1.1).
 *
 * Its gradient and Hessian are those along the sphere, in an orthonormal basis T of the tangent
 * space at s: with A = Σ_k S_ijk s_k, where S is J, symmetrized and divided by N, the gradient is
 * Tᵀ(3As) and the Hessian Tᵀ(6A)T − λI, where λ = s·3As/N = 3H/N is the radial slope (Euler's
 * identity).
 *
 * @param spins N, at least 2; the model has N³ numbers.
 * @throws {UserError} If N is not an integer of at least 2.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { spinGlass } from "lib/models/spin_glass.ts";
 * import { random } from "lib/random.ts";
 *
 * const glass = spinGlass(10, random(0, "data"));
 * const s = glass.randomPoint(random(0, "start"));
 * const gradient = new Float64Array(glass.dim); // of 9 directions
 * const energy = glass.gradient(s, gradient);
 * const opposite = s.map((x) => -x);
 * assertAlmostEquals(glass.gradient(opposite, gradient), -energy);
 * ```
 */
export function spinGlass(spins: number, rng: Random): SpinGlass {
  if (!Number.isInteger(spins) || spins < 2) {
    throw new UserError(
      `There is no sphere of ${spins} spins.`,
      "Choose an integer of at least 2.",
    );
  }
  const n = spins;
  const couplings = symmetricCouplings(n, rng);
  const a = new Float64Array(n * n); // A = Σ_k S_ijk s_k
  const as = new Float64Array(n); // As
  const mirror = new Float64Array(n);
  const triangle = new Float64Array(n * (n + 1) / 2); // A at and below the diagonal
  const known = new Float64Array(n); // the s of A and As
  let energy = 0;

  /** Computes A, As and the mirror at s, unless already known; returns H. */
  function contract(s: Float64Array): number {
    if (s.every((x, i) => x === known[i])) return energy;
    known.set(s);
    triangle.fill(0);
    for (let k = 0, at = 0; k < n; k++) {
      for (let i = 0; i < triangle.length; i++, at++) {
        triangle[i] = triangle[i]! + s[k]! * couplings[at]!;
      }
    }
    for (let i = 0, at = 0; i < n; i++) {
      for (let j = 0; j <= i; j++, at++) a[i * n + j] = a[j * n + i] = triangle[at]!;
    }
    multiply(a, s, as);
    setMirror(s);
    return energy = dot(as, s);
  }

  /**
   * Sets the unit vector v of the reflection that swaps s/√N, up to its sign, with the first axis.
   * The images of the other axes are the basis T.
   */
  function setMirror(s: Float64Array): void {
    const sign = s[0]! < 0 ? -1 : 1;
    mirror.set(s);
    mirror[0]! += sign * Math.sqrt(n);
    const length = Math.sqrt(dot(mirror, mirror));
    for (let i = 0; i < n; i++) mirror[i]! /= length;
  }

  function gradient(s: Float64Array, out: Float64Array): number {
    contract(s);
    const part = 2 * dot(mirror, as);
    for (let i = 1; i < n; i++) out[i - 1] = 3 * (as[i]! - part * mirror[i]!);
    return energy;
  }

  function hessian(s: Float64Array, slope: Float64Array, out: Float64Array): number {
    gradient(s, slope);
    // (I − 2vvᵀ) A (I − 2vvᵀ) = A − vwᵀ − wvᵀ with w = 2Av − 2(vᵀAv)v.
    const w = new Float64Array(n);
    multiply(a, mirror, w);
    const inner = dot(w, mirror);
    for (let i = 0; i < n; i++) w[i] = 2 * (w[i]! - inner * mirror[i]!);
    for (let i = 1, at = 0; i < n; i++) {
      for (let j = 1; j < n; j++, at++) {
        out[at] = 6 * (a[i * n + j]! - mirror[i]! * w[j]! - w[i]! * mirror[j]!);
      }
      out[(i - 1) * n] = out[(i - 1) * n]! - 3 * energy / n;
    }
    return energy;
  }

  return {
    dim: n - 1,
    gradient,
    hessian,
    move(s, step) {
      setMirror(s);
      let part = 0;
      for (let i = 1; i < n; i++) part += 2 * mirror[i]! * step[i - 1]!;
      return onSphere(s.map((x, i) => x + (i > 0 ? step[i - 1]! : 0) - part * mirror[i]!));
    },
    randomPoint: (rng) => onSphere(Float64Array.from({ length: n }, () => rng.normal())),
  };
}

/**
 * Normal couplings, averaged over the six orders of their indices and divided by N: for each k the
 * S_ijk with i ≥ j, row by row.
 */
function symmetricCouplings(n: number, rng: Random): Float64Array {
  const drawn = Float64Array.from({ length: n * n * n }, () => rng.normal());
  const at = (i: number, j: number, k: number): number => drawn[(i * n + j) * n + k]!;
  const size = n * (n + 1) / 2;
  const couplings = new Float64Array(n * size);
  for (let k = 0, next = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++, next++) {
        const sum = at(i, j, k) + at(i, k, j) + at(j, i, k) + at(j, k, i) + at(k, i, j) +
          at(k, j, i);
        couplings[next] = sum / (6 * n);
      }
    }
  }
  return couplings;
}

/** s, scaled to ‖s‖² = N. */
function onSphere(s: Float64Array): Float64Array {
  const factor = Math.sqrt(s.length / dot(s, s));
  return s.map((x) => factor * x);
}

/** Writes the product of a square matrix and a vector into `out`. */
function multiply(matrix: Float64Array, vector: Float64Array, out: Float64Array): void {
  const n = vector.length;
  for (let i = 0; i < n; i++) out[i] = dot(matrix.subarray(i * n, (i + 1) * n), vector);
}
