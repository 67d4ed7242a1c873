/**
 * Eigenvalues of symmetric matrices in plain TypeScript: a fallback for LAPACK, and the tridiagonal
 * problem of Lanczos's method.
 *
 * @module
 */

/**
 * Reduces a symmetric matrix to tridiagonal form, A = QTQᵀ, by Householder reflections (Golub and
 * Van Loan 2013, algorithm 8.3.1). `a` (n×n) is overwritten.
 *
 * @returns The diagonal of T (n), the off-diagonal (n, the last entry is 0) and, on request, Qᵀ.
 */
function tridiagonalize(
  n: number,
  a: Float64Array,
  vectors: boolean,
): { d: Float64Array; e: Float64Array; q: Float64Array } {
  const d = new Float64Array(n);
  const e = new Float64Array(n);
  const factor = new Float64Array(n);
  const w = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    // The reflection that maps column k below the diagonal to a multiple of the first unit vector;
    // its direction v replaces row k right of the diagonal.
    const first = k + 1;
    const v = a.subarray(k * n, (k + 1) * n);
    let tail = 0;
    for (let i = first + 1; i < n; i++) tail += v[i]! * v[i]!;
    d[k] = v[k]!;
    const head = v[first]!;
    if (tail === 0) {
      e[k] = head;
      continue;
    }
    const norm = Math.sqrt(head * head + tail);
    e[k] = head > 0 ? -norm : norm;
    v[first] = head - e[k]!;
    const scale = factor[k] = 2 / (v[first]! * v[first]! + tail);
    // A ← A − v wᵀ − w vᵀ with w = p − ½ scale (pᵀv) v and p = scale A v.
    let pv = 0;
    for (let i = first; i < n; i++) {
      let sum = 0;
      for (let j = first, at = i * n + first; j < n; j++, at++) sum += a[at]! * v[j]!;
      w[i] = scale * sum;
      pv += w[i]! * v[i]!;
    }
    for (let i = first; i < n; i++) w[i] = w[i]! - 0.5 * scale * pv * v[i]!;
    for (let i = first; i < n; i++) {
      const vi = v[i]!, wi = w[i]!;
      for (let j = first, at = i * n + first; j < n; j++, at++) {
        a[at] = a[at]! - vi * w[j]! - wi * v[j]!;
      }
    }
  }
  d[n - 1] = a[n * n - 1]!;
  if (!vectors) return { d, e, q: new Float64Array(0) };
  // Qᵀ is the product of the reflections; starting with the last, each changes only the part of it
  // that is not yet trivial.
  const q = new Float64Array(n * n);
  for (let i = 0; i < n; i++) q[i * n + i] = 1;
  for (let k = n - 2; k >= 0; k--) {
    if (factor[k] === 0) continue;
    const v = a.subarray(k * n, (k + 1) * n);
    for (let i = k + 1; i < n; i++) {
      let sum = 0;
      for (let j = k + 1, at = i * n + j; j < n; j++, at++) sum += q[at]! * v[j]!;
      sum *= factor[k]!;
      for (let j = k + 1, at = i * n + j; j < n; j++, at++) q[at] = q[at]! - sum * v[j]!;
    }
  }
  return { d, e, q };
}

/**
 * Eigenvalues of a symmetric tridiagonal matrix by the implicit QR method with Wilkinson's shift
 * (Golub and Van Loan 2013, algorithm 8.3.3), in no particular order.
 *
 * @param d The diagonal (n numbers), replaced by the eigenvalues.
 * @param e The off-diagonal (at least n − 1 numbers), overwritten.
 * @param z A matrix with n rows, replaced by SᵀZ, where the columns of S are the eigenvectors: if
 * it is the identity matrix, row i becomes the eigenvector of `d[i]`.
 * @throws {Error} If it does not converge, which does not happen with finite numbers.
 */
export function tridiagonalEigen(d: Float64Array, e: Float64Array, z: Float64Array): void {
  const n = d.length;
  const width = z.length / n;
  let rotations = 30 * n + 30;
  for (let last = n - 1; last > 0;) {
    for (let i = 0; i < last; i++) {
      if (Math.abs(e[i]!) <= Number.EPSILON * (Math.abs(d[i]!) + Math.abs(d[i + 1]!))) e[i] = 0;
    }
    if (e[last - 1] === 0) {
      last--;
      continue;
    }
    if (rotations-- === 0) throw new Error("The QR iteration did not converge.");
    let first = last - 1;
    while (first > 0 && e[first - 1] !== 0) first--;
    const half = (d[last - 1]! - d[last]!) / 2;
    const beside = e[last - 1]!;
    const root = Math.hypot(half, beside);
    const shift = d[last]! - beside * (beside / (half + (half < 0 ? -root : root)));
    let x = d[first]! - shift;
    let bulge = e[first]!;
    for (let k = first; k < last; k++) {
      const r = Math.hypot(x, bulge);
      const c = x / r, s = bulge / r;
      if (k > first) e[k - 1] = r;
      const dk = d[k]!, ek = e[k]!, dNext = d[k + 1]!;
      d[k] = c * c * dk + 2 * c * s * ek + s * s * dNext;
      d[k + 1] = s * s * dk - 2 * c * s * ek + c * c * dNext;
      e[k] = x = c * s * (dNext - dk) + (c * c - s * s) * ek;
      if (k < last - 1) {
        bulge = s * e[k + 1]!;
        e[k + 1] = c * e[k + 1]!;
      }
      rotateRows(z, k * width, width, c, s);
    }
  }
}

/** Replaces two adjacent rows, starting at `at`, with c·first + s·second and c·second − s·first. */
function rotateRows(z: Float64Array, at: number, width: number, c: number, s: number): void {
  for (let i = at, j = at + width; i < at + width; i++, j++) {
    const zi = z[i]!, zj = z[j]!;
    z[i] = c * zi + s * zj;
    z[j] = c * zj - s * zi;
  }
}

/**
 * Eigenvalues of a symmetric matrix in ascending order; with `vectors`, row i of `a` becomes the
 * unit eigenvector of value i; otherwise `a` is overwritten.
 *
 * @param a The whole matrix, n×n, finite.
 */
export function builtinSymmetricEigen(
  n: number,
  a: Float64Array,
  vectors: boolean,
): Float64Array {
  // The squares of very large or small numbers would exceed the range of double precision.
  const scale = a.reduce((max, x) => Math.max(max, Math.abs(x)), 0) || 1;
  for (let i = 0; i < a.length; i++) a[i] = a[i]! / scale;
  const { d, e, q } = tridiagonalize(n, a, vectors);
  tridiagonalEigen(d, e, q); // Now the rows of q, SᵀQᵀ, are the eigenvectors of A.
  const order = Array.from(d.keys()).sort((i, j) => d[i]! - d[j]!);
  if (vectors) order.forEach((from, i) => a.set(q.subarray(from * n, (from + 1) * n), i * n));
  return Float64Array.from(order, (i) => scale * d[i]!);
}
