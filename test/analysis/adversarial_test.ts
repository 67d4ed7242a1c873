import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import {
  addNoise,
  fastGradientSign,
  projectedGradient,
  smallestChanges,
} from "lib/analysis/adversarial.ts";
import { distance, norm } from "lib/analysis/norms.ts";
import { random } from "lib/random.ts";
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
  const x = new Float32Array([0.5, 0.5, 0.5, 0.5, 0.4, 0.3, 0.2, 0.1]);
  const { inputs, sizes } = smallestChanges(logistic, x, new Uint8Array(2), {
    ...{ rounds: 24, maxIterations: 100, certainty: 0.9, lower: -2, upper: 2 },
  });
  for (const start of [0, 4]) {
    const [from, to] = [x, inputs].map((all) => all.subarray(start, start + 4)) as typeof inputs[];
    const size = sizes[start / 4]!;
    assertAlmostEquals(size, distance(from!, to!), 1e-6);
    assert(z(to!) <= -Math.log(9) + 1e-6); // class 0 has probability 0.9
    const expected = (z(from!) + Math.log(9)) / norm(weights);
    assert(size >= expected - 1e-5 && size < 1.01 * expected, `${size} and ${expected}`);
    to!.forEach((value, i) => {
      assertAlmostEquals(value, from![i]! - expected * weights[i]! / norm(weights), 0.02);
    });
  }
});

Deno.test("smallestChanges() stays in the range of inputs, and says where there is no change", () => {
  const x = new Float32Array([0.1, 0.5, 0.5, 0.5, 0.9, 0.1, 0.9, 0.9]);
  const found = smallestChanges(logistic, x, new Uint8Array([0, 1]), { certainty: 0.75 });
  assert(found.inputs.every((value) => value >= 0 && value <= 1));
  assertEquals(found.inputs[0], 0);
  assertLess(found.sizes[1]!, 1e-3); // it is of that class already
  const never = smallestChanges(logistic, x, new Uint8Array(2), { certainty: 0.9999 });
  assertEquals(never, { inputs: x, sizes: new Float64Array([Infinity, Infinity]) });
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
