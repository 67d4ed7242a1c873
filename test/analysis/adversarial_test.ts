import { assert, assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import { fastGradientSign, projectedGradient, smallestChanges } from "lib/analysis/adversarial.ts";
import { distance, norm } from "lib/analysis/norms.ts";
import { UserError } from "lib/errors.ts";
import type { InputSurface } from "lib/surface.ts";

const weights = new Float32Array([3, -1, 0.5, 2]);
const offset = -0.4;
const z = (x: Float32Array) => x.reduce((sum, xi, i) => sum + weights[i]! * xi, offset);

/** Logistic regression: class 1 has the logit w·x + b. */
function logistic(labels: Uint8Array): InputSurface {
  function gradients(inputs: Float32Array, out: Float32Array): Float32Array {
    return Float32Array.from(labels, (label, k) => {
      const side = label === 1 ? 1 : -1;
      const logit = side * z(inputs.subarray(4 * k, 4 * k + 4));
      weights.forEach((w, i) => out[4 * k + i] = -side * w / (1 + Math.exp(logit)));
      return Math.log1p(Math.exp(-logit));
    });
  }
  function gradient(inputs: Float32Array, out: Float32Array): number {
    const losses = gradients(inputs, out);
    out.forEach((value, i) => out[i] = value / labels.length);
    return losses.reduce((sum, loss) => sum + loss) / labels.length;
  }
  const dim = 4 * labels.length;
  const loss = (inputs: Float32Array) => gradient(inputs, new Float32Array(dim));
  return { dim, examples: 1, loss, gradient, gradients };
}

const two = logistic(new Uint8Array([1, 0]));
const inputs = new Float32Array([0.5, 0.5, 0.5, 0.5, 0.4, 0.05, 0.6, 0.9]);
const close = (found: Float32Array, expected: number[]) =>
  found.forEach((value, i) => assertAlmostEquals(value, expected[i]!, 1e-5));

Deno.test("fastGradientSign() moves each number against its example's label, within its range", () => {
  const moved = fastGradientSign(two, inputs, { epsilon: 0.125 });
  close(moved, [0.375, 0.625, 0.375, 0.375, 0.525, 0, 0.725, 1]);
  const towards = fastGradientSign(two, inputs, { epsilon: 0.125, targeted: true, upper: 0.6 });
  close(towards, [0.6, 0.375, 0.6, 0.6, 0.275, 0.175, 0.475, 0.6]);
});

Deno.test("projectedGradient() in the largest number ends where one step does if the slope is constant", () => {
  const options = { norm: "max", radius: 0.125, examples: 2 } as const;
  close(
    projectedGradient(two, inputs, options),
    [...fastGradientSign(two, inputs, { epsilon: 0.125 })],
  );
});

Deno.test("projectedGradient() in ℓ₂ goes the radius along the weights, for each example alone", () => {
  const radius = 0.2;
  const moved = projectedGradient(two, inputs, {
    norm: "l2",
    radius,
    examples: 2,
    lower: -1,
    upper: 2,
  });
  const unit = [...weights].map((w) => radius * w / norm(weights));
  close(moved.subarray(0, 4), unit.map((u, i) => inputs[i]! - u));
  assertAlmostEquals(distance(moved.subarray(4), inputs.subarray(4)), radius, 1e-6);
  const targeted = projectedGradient(two, inputs, {
    ...{ norm: "l2", radius, examples: 2, targeted: true },
  });
  close(targeted.subarray(0, 4), unit.map((u, i) => inputs[i]! + u));
});

Deno.test("projectedGradient() finds the corner that a bent loss has inside the ball", () => {
  // (x₀ − 0.6)² + (x₁ − 0.55)²: its minimum is inside, so a targeted attack goes there and no further.
  const bowl = {
    ...{ dim: 2, examples: 1, loss: () => 0 },
    gradient(x: Float32Array, out: Float32Array) {
      out.set([2 * (x[0]! - 0.6), 2 * (x[1]! - 0.55)]);
      return (x[0]! - 0.6) ** 2 + (x[1]! - 0.55) ** 2;
    },
  };
  const options = { norm: "max", radius: 0.2, steps: 200, targeted: true } as const;
  const found = projectedGradient(bowl, new Float32Array([0.5, 0.5]), options);
  assertAlmostEquals(found[0]!, 0.6, 0.0026);
  assertAlmostEquals(found[1]!, 0.55, 0.0026);
});

Deno.test("smallestChanges() takes the shortest way to the plane where the target is certain", () => {
  const starts = [new Float32Array([0.5, 0.5, 0.5, 0.5]), new Float32Array([0.4, 0.3, 0.2, 0.1])];
  const options = { rounds: 24, maxIterations: 100, certainty: 0.9, lower: -2, upper: 2 };
  const found = smallestChanges(logistic, starts, new Uint8Array([0, 0]), options);
  starts.forEach((x, k) => {
    const logit = -Math.log(9); // of class 1, where class 0 has probability 0.9
    const expected = (z(x) - logit) / norm(weights);
    const { input, size, loss } = found[k]!;
    assertAlmostEquals(size, distance(input, x), 1e-6);
    assert(loss <= -Math.log(0.9));
    assert(size >= expected - 1e-5 && size < 1.01 * expected, `${size} and ${expected}`);
    input.forEach((xi, i) => {
      assertAlmostEquals(xi, x[i]! - expected * weights[i]! / norm(weights), 0.02);
    });
  });
});

Deno.test("smallestChanges() stays in the range of inputs, and says where there is no change", () => {
  const starts = [new Float32Array([0.1, 0.5, 0.5, 0.5]), new Float32Array([0.9, 0.1, 0.9, 0.9])];
  const found = smallestChanges(logistic, starts, new Uint8Array([0, 1]), { certainty: 0.75 });
  assert([...found[0]!.input].every((value) => value >= 0 && value <= 1));
  assertEquals(found[0]!.input[0], 0);
  assertLess(found[1]!.size, 1e-3); // it is of that class already
  const never = smallestChanges(logistic, starts, new Uint8Array([0, 0]), { certainty: 0.9999 });
  assertEquals(never, [undefined, undefined]);
  assertThrows(() => smallestChanges(logistic, starts, new Uint8Array(3)), UserError, "3 targets");
});
