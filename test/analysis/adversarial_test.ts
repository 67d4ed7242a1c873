import { assertAlmostEquals, assertEquals } from "@std/assert";
import { addNoise, fastGradientSign, projectedGradient } from "lib/analysis/adversarial.ts";
import { distance, norm } from "lib/compute/vectors.ts";
import { random } from "lib/random.ts";
import { logistic, weights } from "./logistic.ts";

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
    norm: "l2",
    radius,
    examples: 2,
    targeted: true,
  });
  close(targeted.subarray(0, 4), unit.map((u, i) => inputs[i]! + u));
});

Deno.test("projectedGradient() finds the corner that a bent loss has inside the ball", () => {
  // (x₀ − 0.6)² + (x₁ − 0.55)²: its minimum is inside, so a targeted attack goes there and no further.
  const bowl = {
    dim: 2,
    examples: 1,
    loss: () => 0,
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

Deno.test("addNoise() changes each example by its size, within the range of inputs", () => {
  const x = new Float32Array(2000).fill(0.5);
  const noisy = addNoise(x, [0.3, 0], random(0, "noise"));
  assertAlmostEquals(distance(noisy.subarray(0, 1000), x.subarray(0, 1000)), 0.3, 1e-6);
  assertEquals(noisy.subarray(1000), x.subarray(1000));
  const values = noisy.subarray(0, 1000);
  const mean = values.reduce((sum, value) => sum + value) / 1000;
  assertAlmostEquals(mean, 0.5, 4 * 0.3 / 1000);
  assertEquals(Math.max(...addNoise(x, [100], random(0, "noise"))), 1);
});
