import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertLess,
  assertThrows,
} from "@std/assert";
import { minimizeAllInBox, minimizeInBox } from "lib/analysis/box_lbfgs.ts";
import { UserError } from "lib/errors.ts";
import fixture from "./fixtures/box_minima.json" with { type: "json" };

/** xᵀAx/2 + b·x. */
function quadratic(matrix: ArrayLike<number>, linear: ArrayLike<number>) {
  return (x: Float64Array) => {
    const gradient = Float64Array.from(
      x,
      (_, i) => x.reduce((sum, xj, j) => sum + matrix[i * x.length + j]! * xj, linear[i]!),
    );
    const value = x.reduce((sum, xi, i) => sum + xi * (gradient[i]! + linear[i]!) / 2, 0);
    return { value, gradient };
  };
}

/** Σ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)². */
function rosenbrock(x: Float64Array) {
  const gradient = new Float64Array(x.length);
  let value = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const bend = x[i + 1]! - x[i]! ** 2;
    value += 100 * bend ** 2 + (1 - x[i]!) ** 2;
    gradient[i] = gradient[i]! - 400 * x[i]! * bend - 2 * (1 - x[i]!);
    gradient[i + 1] = gradient[i + 1]! + 200 * bend;
  }
  return { value, gradient };
}

Deno.test("minimizeInBox() clips the minimum of a sum of parabolas, and meets the bounds exactly", () => {
  const center = Float64Array.from({ length: 40 }, (_, i) => Math.sin(i) * 2);
  const f = (x: Float64Array) => ({
    value: x.reduce((sum, xi, i) => sum + (i + 1) * (xi - center[i]!) ** 2 / 2, 0),
    gradient: x.map((xi, i) => (i + 1) * (xi - center[i]!)),
  });
  const { point, residual } = minimizeInBox(f, new Float64Array(40), { lower: -1, upper: 0.5 });
  assertLess(residual, 1e-5);
  point.forEach((xi, i) => {
    const expected = Math.min(0.5, Math.max(-1, center[i]!));
    if (expected === center[i]) assertAlmostEquals(xi, expected, 1e-5);
    else assertEquals(xi, expected);
  });
});

Deno.test("minimizeInBox() finds SciPy's minimum of a quadratic, which meets the KKT conditions", () => {
  const { matrix, linear, lower, upper, point, value } = fixture.quadratic;
  const f = quadratic(matrix, linear);
  const found = minimizeInBox(f, new Float64Array(12), { lower, upper, tolerance: 1e-9 });
  assertAlmostEquals(found.value, value, 1e-9);
  found.point.forEach((xi, i) => assertAlmostEquals(xi, point[i]!, 1e-6));
  const { gradient } = f(found.point);
  const held = [...found.point].map((xi, i) => xi === lower[i] ? -1 : xi === upper[i] ? 1 : 0);
  assertGreater(held.filter((side) => side !== 0).length, 2);
  assert(
    held.every((side, i) => side === 0 ? Math.abs(gradient[i]!) < 1e-8 : side * gradient[i]! < 0),
  );
});

Deno.test("minimizeInBox() finds the free minimum of Rosenbrock's function, and that at a bound", () => {
  const start = new Float64Array([-1.2, 1]);
  const free = minimizeInBox(rosenbrock, start);
  free.point.forEach((xi) => assertAlmostEquals(xi, 1, 1e-4));
  assertLess(free.evaluations, 100);
  assertEquals([...start], [-1.2, 1]);
  // With x ≤ 1/2 the best y is x², so x = 1/2.
  const bounded = minimizeInBox(rosenbrock, start, { upper: [0.5, Infinity] });
  assertEquals(bounded.point[0], 0.5);
  assertAlmostEquals(bounded.point[1]!, 0.25, 1e-6);
  assertAlmostEquals(bounded.value, 0.25, 1e-9);
});

Deno.test("minimizeInBox() finds SciPy's minimum of Rosenbrock's function in ten variables", () => {
  const { lower, upper, value, point } = fixture.rosenbrock;
  const start = new Float64Array(10).fill(-0.25);
  const found = minimizeInBox(rosenbrock, start, { lower, upper, maxIterations: 500 });
  assertAlmostEquals(found.value, value, 1e-7);
  found.point.forEach((xi, i) => assertAlmostEquals(xi, point[i]!, 1e-4));
});

Deno.test("minimizeInBox() goes to a corner, and stays at a start that is a minimum", () => {
  const f = (x: Float64Array) => ({ value: x[0]! - x[1]!, gradient: new Float64Array([1, -1]) });
  assertEquals([...minimizeInBox(f, [0, 0], { lower: -3, upper: [5, 7] }).point], [-3, 7]);
  const stays = minimizeInBox(f, [-9, 9], { lower: -3, upper: 7 });
  assertEquals([stays.iterations, stays.evaluations, stays.residual], [0, 1, 0]);
});

Deno.test("minimizeInBox() ends where single precision hides any decrease", () => {
  const f = (x: Float64Array) => ({
    value: Math.fround(1e4 + x[0]! ** 2),
    gradient: new Float32Array([2 * x[0]!]),
  });
  const { value, evaluations } = minimizeInBox(f, [3], { tolerance: 0, maxIterations: 1e6 });
  assertEquals(value, 1e4);
  assertLess(evaluations, 200);
});

Deno.test("minimizeAllInBox() takes the same steps as each search alone", () => {
  const starts = [[-1.2, 1], [2, 2], [1, 1], [0.3, -0.4]];
  const options = { upper: [0.9, 3], maxIterations: 40 };
  const sizes: number[] = [];
  const together = minimizeAllInBox(
    (points, which) => {
      assertEquals(points.length, which.length);
      sizes.push(points.length);
      return points.map(rosenbrock);
    },
    starts,
    options,
  );
  assertEquals(together, starts.map((start) => minimizeInBox(rosenbrock, start, options)));
  assertEquals(sizes.length, Math.max(...together.map(({ evaluations }) => evaluations)));
  assertLess(sizes.at(-1)!, 4);
});

Deno.test("minimizeInBox() refuses bounds that cross or do not fit, and a start without a value", () => {
  assertThrows(() => minimizeInBox(rosenbrock, [0, 0], { lower: 1, upper: 0 }), UserError, "above");
  assertThrows(() => minimizeInBox(rosenbrock, [0, 0], { lower: [0] }), UserError, "2 variables");
  const nowhere = () => ({ value: NaN, gradient: new Float64Array(1) });
  assertThrows(() => minimizeInBox(nowhere, [0]), UserError, "not finite");
});
