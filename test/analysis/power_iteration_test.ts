import { assertAlmostEquals, assertEquals, assertGreater, assertThrows } from "@std/assert";
import { powerIteration } from "lib/analysis/power_iteration.ts";
import { UserError } from "lib/errors.ts";
import { random } from "lib/random.ts";
import { laplacian, operatorOf, similar } from "./spectra.ts";

const options = () => ({ rng: random(0, "power") });

Deno.test("powerIteration() finds the eigenvalue of largest absolute value with its sign", () => {
  for (const largest of [9, -9]) {
    const operator = operatorOf(similar([1, 2, 3, -4, largest, 0, 5], 1));
    const { value, vector, residual } = powerIteration(operator, { ...options(), tolerance: 1e-8 });
    assertAlmostEquals(value, largest, 1e-12);
    assertEquals(residual <= 1e-8, true);
    const product = new Float64Array(7);
    operator.apply(vector, product);
    product.forEach((x, i) => assertAlmostEquals(x, largest * vector[i]!, 1e-7));
    assertAlmostEquals(Math.hypot(...vector), 1, 1e-12);
  }
});

Deno.test("powerIteration() says by its residual that it did not converge", () => {
  // λ and −λ: the iterates go back and forth between two vectors.
  const { residual, iterations } = powerIteration(
    operatorOf(similar([6, -6, 1, 0], 2)),
    { ...options(), maxIterations: 50 },
  );
  assertGreater(residual, 0.01);
  assertEquals(iterations, 50);
});

Deno.test("powerIteration() handles repeated eigenvalues, the zero matrix and a single number", () => {
  const find = (matrix: Float64Array): number =>
    powerIteration(operatorOf(matrix), options()).value;
  assertAlmostEquals(find(similar([8, 8, 8, 1, 1], 3)), 8, 1e-4);
  assertEquals(find(new Float64Array(9)), 0);
  assertEquals(find(new Float64Array([-2])), -2);
});

Deno.test("powerIteration() refuses a matrix that is not finite", () => {
  const matrix = laplacian(3).fill(Infinity, 1, 2);
  assertThrows(() => powerIteration(operatorOf(matrix), options()), UserError, "not finite");
});
