import type { SmoothFunction } from "lib/surface.ts";

/** ½ xᵀ R diag(curvatures) Rᵀ x with the reflection R that maps the first axis to the diagonal. */
export function quadratic(curvatures: readonly number[]): SmoothFunction {
  const dim = curvatures.length;
  const v = Float64Array.from(curvatures, (_, i) => (i === 0 ? 1 : 0) - 1 / Math.sqrt(dim));
  const square = v.reduce((sum, x) => sum + x * x, 0);
  const entry = (i: number, j: number): number => (i === j ? 1 : 0) - 2 * v[i]! * v[j]! / square;
  const matrix = Float64Array.from({ length: dim * dim }, (_, at) => {
    const [i, j] = [Math.floor(at / dim), at % dim];
    return curvatures.reduce((sum, c, k) => sum + entry(i, k) * c * entry(j, k), 0);
  });
  const f: SmoothFunction = {
    dim,
    gradient(x, out) {
      out.forEach((_, i) => {
        out[i] = x.reduce((sum, value, j) => sum + matrix[i * dim + j]! * value, 0);
      });
      return x.reduce((sum, value, i) => sum + value * out[i]! / 2, 0);
    },
    hessian(x, gradient, out) {
      out.set(matrix);
      return f.gradient(x, gradient);
    },
  };
  return f;
}
