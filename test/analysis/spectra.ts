import type { SymmetricOperator } from "lib/analysis/operator.ts";
import { random } from "lib/random.ts";

/** A symmetric matrix as an operator. */
export function operatorOf(matrix: Float64Array): SymmetricOperator {
  const dim = Math.sqrt(matrix.length);
  return {
    dim,
    apply(v, out) {
      for (let i = 0; i < dim; i++) {
        out[i] = v.reduce((sum, x, j) => sum + matrix[i * dim + j]! * x, 0);
      }
    },
  };
}

/** The diagonal matrix of the given numbers, row-major. */
export function diagonalMatrix(values: readonly number[]): Float64Array {
  const n = values.length;
  const matrix = new Float64Array(n * n);
  values.forEach((value, i) => matrix[i * n + i] = value);
  return matrix;
}

/** The second difference on n points: 2 on the diagonal, −1 beside it. */
export function laplacian(n: number): Float64Array {
  const matrix = diagonalMatrix(new Array<number>(n).fill(2));
  for (let i = 1; i < n; i++) matrix[i * n + i - 1] = matrix[(i - 1) * n + i] = -1;
  return matrix;
}

/** Eigenvalues of {@linkcode laplacian} in closed form, ascending: 2 − 2 cos(kπ / (n + 1)). */
export function laplacianValues(n: number): number[] {
  return Array.from({ length: n }, (_, i) => 2 - 2 * Math.cos((i + 1) * Math.PI / (n + 1)));
}

/**
 * A full matrix with the given eigenvalues: the diagonal one between reflections I − 2uuᵀ, which
 * are orthogonal whatever the unit vectors u are.
 */
export function similar(values: readonly number[], seed: number): Float64Array {
  const n = values.length;
  const rng = random(seed, "reflections");
  const matrix = diagonalMatrix(values);
  for (let repeat = 0; repeat < 3; repeat++) {
    const u = Array.from({ length: n }, () => rng.normal());
    const length = Math.hypot(...u);
    for (const [row, column] of [[n, 1], [1, n]] as const) {
      for (let i = 0; i < n; i++) {
        const at = (j: number): number => i * row + j * column;
        const part = u.reduce((sum, x, j) => sum + x / length * matrix[at(j)]!, 0);
        u.forEach((x, j) => matrix[at(j)] = matrix[at(j)]! - 2 * part * x / length);
      }
    }
  }
  return matrix;
}
