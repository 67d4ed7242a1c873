/**
 * The random subspaces that Li et al. (2018) use and compare, as alternatives to the hashed one.
 *
 * @module
 */
import { checkDimensions, type Subspace } from "./subspace.ts";
import { norm } from "../compute/vectors.ts";
import { kernels } from "../compute/kernels.ts";
import { type Matrix, product, zeroMatrix } from "../compute/matrix.ts";
import { address, createArena } from "../compute/memory.ts";
import type { Random } from "../random.ts";

/** The subspace of a P with these products: `add` computes φ ← φ + Pθ, `adjoint` Pᵀg. */
function subspaceOf(
  dim: number,
  ambient: number,
  add: (theta: Float32Array, phi: Float32Array) => void,
  adjoint: Subspace["adjoint"],
): Subspace {
  return {
    dim,
    ambient,
    project(theta, out) {
      out.fill(0);
      add(theta, out);
    },
    moveFrom(origin, theta, out) {
      out.set(origin);
      add(theta, out);
    },
    adjoint,
  };
}

/**
 * A uniformly distributed random subspace: its columns are Gaussian vectors, orthonormalized by
 * Gram–Schmidt. It stores D·d numbers, and each product reads all of them.
 *
 * @param dim Number of coordinates d.
 * @param ambient Number of parameters D.
 * @throws {UserError} If d is not an integer in [1, D], or if the compute memory is too small.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { norm } from "lib/compute/vectors.ts";
 * import { denseSubspace } from "lib/analysis/projections.ts";
 * import { random } from "lib/random.ts";
 *
 * const direction = new Float32Array(1000);
 * denseSubspace(2, 1000, random(0, "subspace")).project(new Float32Array([3, 4]), direction);
 * assertAlmostEquals(norm(direction), 5, 1e-5);
 * ```
 */
export function denseSubspace(dim: number, ambient: number, rng: Random): Subspace {
  checkDimensions(dim, ambient);
  const arena = createArena();
  const transposed = zeroMatrix(dim, ambient, arena); // the columns of P, one after another
  arena.releaseWith(transposed);
  const products = new Float32Array(dim);
  for (let j = 0; j < dim; j++) {
    const column = transposed.data.subarray(j * ambient, (j + 1) * ambient);
    for (let i = 0; i < ambient; i++) column[i] = rng.normal();
    const earlier: Matrix = { data: transposed.data, rows: j, columns: ambient };
    const parts: Matrix = { data: products, rows: j, columns: 1 };
    const rest: Matrix = { data: column, rows: ambient, columns: 1 };
    product(parts, earlier, rest);
    product(rest, earlier, parts, { transA: true, alpha: -1, beta: 1 });
    const length = norm(column);
    for (let i = 0; i < ambient; i++) column[i]! /= length;
  }

  function add(theta: Float32Array, phi: Float32Array): void {
    product(row(phi), row(theta), transposed, { beta: 1 });
  }

  function adjoint(g: Float32Array, out: Float32Array): void {
    product(row(out), row(g), transposed, { transB: true });
  }

  return subspaceOf(dim, ambient, add, adjoint);
}

/** A vector as a matrix of one row. */
function row(vector: Float32Array): Matrix {
  return { data: vector, rows: 1, columns: vector.length };
}

/**
 * A sparse random subspace: each column has k ≈ √D nonzero entries ±1/√k at random positions. The
 * columns have length 1 and are nearly orthogonal, and a product costs O(d√D) (Li, Hastie and
 * Church 2006, who draw each entry independently).
 *
 * @param dim Number of coordinates d.
 * @param ambient Number of parameters D.
 * @throws {UserError} If d is not an integer in [1, D].
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { norm } from "lib/compute/vectors.ts";
 * import { sparseSubspace } from "lib/analysis/projections.ts";
 * import { random } from "lib/random.ts";
 *
 * const column = new Float32Array(10_000);
 * sparseSubspace(2, 10_000, random(0, "subspace")).project(new Float32Array([0, 1]), column);
 * assertAlmostEquals(norm(column), 1, 1e-5);
 * assertEquals(column.filter((x) => x !== 0).length, 100);
 * ```
 */
export function sparseSubspace(dim: number, ambient: number, rng: Random): Subspace {
  checkDimensions(dim, ambient);
  const count = Math.round(Math.sqrt(ambient));
  const rows = new Uint32Array(dim * count);
  for (let j = 0; j < dim; j++) {
    const places = new Set<number>();
    while (places.size < count) places.add(rng.integer(ambient));
    rows.set([...places], j * count);
  }
  const size = 1 / Math.sqrt(count);
  const entries = Float32Array.from(rows, () => rng.integer(2) === 0 ? -size : size);
  // In the order of the rows, a product passes through φ once, in place of once for each column.
  const order = Uint32Array.from(rows.keys()).sort((a, b) => rows[a]! - rows[b]!);
  const row = order.map((k) => rows[k]!);
  const column = order.map((k) => Math.floor(k / count));
  const entry = Float32Array.from(order, (k) => entries[k]!);
  const sums = new Float64Array(dim);

  function add(theta: Float32Array, phi: Float32Array): void {
    for (let k = 0; k < row.length; k++) phi[row[k]!]! += entry[k]! * theta[column[k]!]!;
  }

  function adjoint(g: Float32Array, out: Float32Array): void {
    sums.fill(0);
    for (let k = 0; k < row.length; k++) sums[column[k]!]! += entry[k]! * g[row[k]!]!;
    out.set(sums);
  }

  return subspaceOf(dim, ambient, add, adjoint);
}

/**
 * The Fastfood random subspace (Le, Sarlós and Smola 2013, eq. 7, without the scaling S): blocks of
 * L rows, where L is the first power of two ≥ d and ≥ 4, each (L·D)^(−1/2)·H·G·Π·H·B with the
 * Hadamard matrix H, a permutation Π, and diagonal matrices of signs B and of Gaussian numbers G.
 * Lengths are preserved on average; it stores O(D) numbers, and a product costs O(D log d).
 *
 * @param dim Number of coordinates d.
 * @param ambient Number of parameters D.
 * @throws {UserError} If d is not an integer in [1, D].
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { norm } from "lib/compute/vectors.ts";
 * import { fastfoodSubspace } from "lib/analysis/projections.ts";
 * import { random } from "lib/random.ts";
 *
 * const direction = new Float32Array(10_000);
 * fastfoodSubspace(64, 10_000, random(0, "subspace"))
 *   .project(new Float32Array(64).fill(1 / 8), direction);
 * assertAlmostEquals(norm(direction), 1, 0.1);
 * ```
 */
export function fastfoodSubspace(dim: number, ambient: number, rng: Random): Subspace {
  checkDimensions(dim, ambient);
  let length = 4; // a power of two
  while (length < dim) length *= 2;
  const size = 1 / Math.sqrt(length * ambient);
  const blocks = Array.from({ length: Math.ceil(ambient / length) }, (_, block) => ({
    start: block * length,
    end: Math.min((block + 1) * length, ambient),
    signs: Float32Array.from({ length }, () => rng.integer(2) === 0 ? -1 : 1),
    order: rng.permutation(length),
    gaussian: Float32Array.from({ length }, () => size * rng.normal()),
  }));
  const arena = createArena();
  const space = { inner: arena.float32(length), outer: arena.float32(length) };
  arena.releaseWith(space);
  const sums = new Float64Array(dim);
  const { hadamard } = kernels();

  function add(theta: Float32Array, phi: Float32Array): void {
    const { inner, outer } = space;
    for (const { start, end, signs, order, gaussian } of blocks) {
      inner.fill(0, dim);
      for (let j = 0; j < dim; j++) inner[j] = signs[j]! * theta[j]!;
      hadamard(address(inner), length);
      for (let i = 0; i < length; i++) outer[i] = gaussian[i]! * inner[order[i]!]!;
      hadamard(address(outer), length);
      for (let i = start; i < end; i++) phi[i]! += outer[i - start]!;
    }
  }

  function adjoint(g: Float32Array, out: Float32Array): void {
    const { inner, outer } = space;
    sums.fill(0);
    for (const { start, end, signs, order, gaussian } of blocks) {
      outer.fill(0, end - start);
      outer.set(g.subarray(start, end));
      hadamard(address(outer), length);
      for (let i = 0; i < length; i++) inner[order[i]!] = gaussian[i]! * outer[i]!;
      hadamard(address(inner), length);
      for (let j = 0; j < dim; j++) sums[j]! += signs[j]! * inner[j]!;
    }
    out.set(sums);
  }

  return subspaceOf(dim, ambient, add, adjoint);
}
