/**
 * Eigenvalues of symmetric matrices in plain TypeScript, where there is no LAPACK: Householder's
 * reduction to a tridiagonal matrix, then the QR method (Golub and Van Loan 2013, algorithms 8.3.1
 * and 8.3.3).
 *
 * @module
 */

/** A matrix by its rows. */
type Rows = readonly Float64Array[];

function rowsOf(n: number, a: Float64Array): Rows {
  return Array.from({ length: n }, (_, i) => a.subarray(i * n, (i + 1) * n));
}

/** Inner product of what two vectors have from a place on. */
function dot(x: Float64Array, y: Float64Array, from: number): number {
  let sum = 0;
  for (let i = from; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}

/** y ← y + factor·x, from a place on. */
function add(y: Float64Array, x: Float64Array, factor: number, from: number): void {
  for (let i = from; i < y.length; i++) y[i] = y[i]! + factor * x[i]!;
}

/** T and Q of A = QTQᵀ. */
interface Tridiagonal {
  /** The diagonal of T. */
  readonly diagonal: Float64Array;
  /** The numbers beside the diagonal of T, and a last 0. */
  readonly beside: Float64Array;
  /** Qᵀ; no rows if it is not wanted. */
  readonly basis: Rows;
}

/** Reduces a symmetric matrix, which is overwritten, by reflections I − factor·vvᵀ. */
function tridiagonalize(a: Rows, vectors: boolean): Tridiagonal {
  const n = a.length;
  const beside = new Float64Array(n);
  const factors = new Float64Array(n);
  const w = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    const first = k + 1;
    const v = a[k]!; // right of the diagonal, the direction that this reflection leaves out
    const tail = dot(v, v, first + 1);
    const head = v[first]!;
    beside[k] = head;
    if (tail === 0) continue;
    beside[k] = -Math.sqrt(head * head + tail) * (head > 0 ? 1 : -1);
    v[first] = head - beside[k]!;
    const factor = factors[k] = 2 / dot(v, v, first);
    // A ← A − vwᵀ − wvᵀ with w = p − ½ factor·(pᵀv)·v and p = factor·Av.
    for (let i = first; i < n; i++) w[i] = factor * dot(a[i]!, v, first);
    add(w, v, -0.5 * factor * dot(w, v, first), first);
    for (let i = first; i < n; i++) {
      add(a[i]!, v, -w[i]!, first);
      add(a[i]!, w, -v[i]!, first);
    }
  }
  const diagonal = Float64Array.from(a, (row, i) => row[i]!);
  return { diagonal, beside, basis: vectors ? productOf(a, factors) : [] };
}

/** The product of the reflections of a reduction, Qᵀ. */
function productOf(directions: Rows, factors: Float64Array): Rows {
  const n = directions.length;
  const product = rowsOf(n, new Float64Array(n * n));
  for (let i = 0; i < n; i++) product[i]![i] = 1;
  // From the last one on, since each changes only what is no longer trivial.
  for (let k = n - 2; k >= 0; k--) {
    const v = directions[k]!;
    for (const row of product.slice(k + 1)) add(row, v, -factors[k]! * dot(row, v, k + 1), k + 1);
  }
  return product;
}

/** Replaces x with cx + sy, and y with cy − sx. */
function rotate(x: Float64Array, y: Float64Array, c: number, s: number): void {
  for (let i = 0; i < x.length; i++) {
    const xi = x[i]!;
    const yi = y[i]!;
    x[i] = c * xi + s * yi;
    y[i] = c * yi - s * xi;
  }
}

/** √(x² + y²), where the squares may be too small for numbers. */
function hypotenuse(x: number, y: number): number {
  const larger = Math.max(Math.abs(x), Math.abs(y));
  if (larger === 0) return 0;
  return larger * Math.sqrt((x / larger) * (x / larger) + (y / larger) * (y / larger));
}

/** A step of the QR method, with Wilkinson's shift, on rows `first` to `last` of T. */
function qrStep({ diagonal: d, beside: e, basis }: Tridiagonal, first: number, last: number): void {
  const half = (d[last - 1]! - d[last]!) / 2;
  const end = e[last - 1]!;
  const root = hypotenuse(half, end);
  const shift = d[last]! - end * (end / (half + (half < 0 ? -root : root)));
  let x = d[first]! - shift;
  let bulge = e[first]!;
  for (let k = first; k < last; k++) {
    const r = hypotenuse(x, bulge);
    const c = x / r;
    const s = bulge / r;
    const dk = d[k]!;
    const next = d[k + 1]!;
    const ek = e[k]!;
    if (k > first) e[k - 1] = r;
    d[k] = c * c * dk + 2 * c * s * ek + s * s * next;
    d[k + 1] = s * s * dk - 2 * c * s * ek + c * c * next;
    e[k] = c * s * (next - dk) + (c * c - s * s) * ek;
    x = e[k]!;
    if (k < last - 1) {
      bulge = s * e[k + 1]!;
      e[k + 1] = c * e[k + 1]!;
    }
    if (basis.length > 0) rotate(basis[k]!, basis[k + 1]!, c, s);
  }
}

/** Makes T diagonal; the rows of `basis` then are the eigenvectors. */
function diagonalize(matrix: Tridiagonal): void {
  const { diagonal, beside } = matrix;
  const isZero = (i: number): boolean =>
    Math.abs(beside[i]!) <= Number.EPSILON * (Math.abs(diagonal[i]!) + Math.abs(diagonal[i + 1]!));
  for (let last = diagonal.length - 1; last > 0;) {
    let first = last;
    while (first > 0 && !isZero(first - 1)) first--;
    if (first < last) qrStep(matrix, first, last);
    else last--;
  }
}

/**
 * Eigenvalues of a symmetric matrix in ascending order; with `vectors`, row i of `a` becomes the unit
 * eigenvector of value i; otherwise `a` is overwritten.
 *
 * @param n Number of rows.
 * @param a The matrix, n×n, row-major, finite.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { symmetricEigen } from "lib/compute/symmetric_eigen.ts";
 *
 * const swap = new Float64Array([0, 1, 1, 0]);
 * assertEquals([...symmetricEigen(2, swap, false)].map(Math.round), [-1, 1]);
 * ```
 */
export function symmetricEigen(n: number, a: Float64Array, vectors: boolean): Float64Array {
  // The squares of very large or small numbers would exceed the range of double precision.
  const scale = a.reduce((max, x) => Math.max(max, Math.abs(x)), 0) || 1;
  const matrix = tridiagonalize(rowsOf(n, a.map((x) => x / scale)), vectors);
  diagonalize(matrix);
  const { diagonal, basis } = matrix;
  const order = Array.from(diagonal.keys()).sort((i, j) => diagonal[i]! - diagonal[j]!);
  if (vectors) order.forEach((from, i) => a.set(basis[from]!, i * n));
  return Float64Array.from(order, (i) => scale * diagonal[i]!);
}
