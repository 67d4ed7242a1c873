import { assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { gradientDifferenceHvp, hessianAt } from "lib/analysis/operator.ts";
import type { Batch, LossSurface } from "lib/surface.ts";

/** L(φ) = Σ ½ aᵢφᵢ² + bᵢφᵢ⁴, with all a and b doubled on a batch. */
function quartic(a: readonly number[], b: readonly number[]): LossSurface {
  const factor = (batch?: Batch): number => batch ? 2 : 1;
  const surface = {
    dim: a.length,
    examples: 2,
    loss: (phi: Float32Array, batch?: Batch): number =>
      factor(batch) * phi.reduce((sum, x, i) => sum + 0.5 * a[i]! * x * x + b[i]! * x ** 4, 0),
    gradient(phi: Float32Array, out: Float32Array, batch?: Batch): number {
      phi.forEach((x, i) => out[i] = factor(batch) * (a[i]! * x + 4 * b[i]! * x ** 3));
      return surface.loss(phi, batch);
    },
  };
  return surface;
}

const [a, b] = [[3, -2, 0, 1], [0.5, 0, 1, -1]];
const phi = new Float32Array([0.5, 1, -2, 0]);
const v = new Float32Array([1, 2, -1, 3]);
const exact = [...v].map((x, i) => (a[i]! + 12 * b[i]! * phi[i]! ** 2) * x);

Deno.test("gradientDifferenceHvp() is within 1 % of the Hessian of a quartic", () => {
  const out = new Float32Array(4);
  // The length of v sets the scale of the result only.
  for (const scale of [1e-6, 1, 1e6]) {
    gradientDifferenceHvp(quartic(a, b), phi, v.map((x) => scale * x), out);
    const error = Math.hypot(...exact.map((x, i) => x - out[i]! / scale));
    assertLess(error, 0.001 * Math.hypot(...exact));
  }
});

Deno.test("gradientDifferenceHvp() of a quadratic is exact up to rounding, also at φ = 0", () => {
  const out = new Float32Array(4);
  gradientDifferenceHvp(quartic(a, [0, 0, 0, 0]), new Float32Array(4), v, out);
  out.forEach((x, i) => assertAlmostEquals(x, a[i]! * v[i]!, 1e-5));
});

Deno.test("gradientDifferenceHvp() passes the batch on and maps 0 to 0", () => {
  const out = new Float32Array(4).fill(NaN);
  gradientDifferenceHvp(quartic(a, [0, 0, 0, 0]), phi, v, out, new Uint32Array([0]));
  out.forEach((x, i) => assertAlmostEquals(x, 2 * a[i]! * v[i]!, 1e-3));
  gradientDifferenceHvp(quartic(a, b), phi, new Float32Array(4), out);
  assertEquals([...out], [0, 0, 0, 0]);
});

Deno.test("hessianAt() keeps its own φ and differs gradients where there is no exact product", () => {
  const point = phi.slice();
  const hessian = hessianAt(quartic(a, b), point);
  point.fill(7);
  assertEquals(hessian.dim, 4);
  const out = new Float64Array(4);
  hessian.apply(Float64Array.from(v), out);
  exact.forEach((x, i) => assertAlmostEquals(out[i]!, x, 0.02));
});

Deno.test("hessianAt() uses the surface's exact product, on the batch", () => {
  const batch = new Uint32Array([1]);
  const surface: LossSurface = {
    ...quartic(a, b),
    hvp(at, direction, out, examples) {
      assertEquals([at, examples], [phi, batch]);
      direction.forEach((x, i) => out[i] = (i + 1) * x);
    },
  };
  const out = new Float64Array(4);
  hessianAt(surface, phi, batch).apply(Float64Array.from(v), out);
  assertEquals([...out], [1, 4, -3, 12]);
});
