import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { dot, norm } from "lib/compute/vectors.ts";
import { atRadius, onSphere } from "lib/analysis/sphere.ts";
import { UserError } from "lib/errors.ts";
import { random } from "lib/random.ts";
import { adam, type Optimizer, sgd } from "lib/training/optimizers.ts";
import { train } from "lib/training/train.ts";

const normal = (length: number, purpose: string): Float32Array<ArrayBuffer> => {
  const rng = random(0, purpose);
  return Float32Array.from({ length }, () => rng.normal());
};

/** L(φ) = a·φ, whose minimum on the sphere of radius r is −r‖a‖, at −ra/‖a‖. */
const linear = (a: Float32Array) => ({
  dim: a.length,
  examples: 1,
  loss: (phi: Float32Array) => dot(a, phi),
  gradient(phi: Float32Array, out: Float32Array) {
    out.set(a);
    return dot(a, phi);
  },
});

const optimizers: [string, (radius: number) => Optimizer][] = [
  ["sgd()", (radius) => sgd({ learningRate: 0.05 * radius })],
  ["sgd() with momentum", (radius) => sgd({ learningRate: 0.01 * radius, momentum: 0.9 })],
  ["adam()", (radius) => adam({ learningRate: 0.003 * radius })],
];

for (const [name, make] of optimizers) {
  for (const radius of [1e-3, 1, 1e3]) {
    Deno.test(`onSphere() finds the minimum of a plane on a sphere of ${radius}, ${name}`, async () => {
      const surface = linear(normal(37, "slope"));
      const phi = atRadius(normal(37, "start"), radius);
      const radii: number[] = [];
      const { loss } = await train(surface, phi, onSphere(make(radius), radius), {
        steps: 400,
        onStep: (_step, _loss, phi) => void radii.push(norm(phi)),
      });
      assertAlmostEquals(loss / radius / -norm(normal(37, "slope")), 1, 0.01);
      for (const r of radii) assertAlmostEquals(r / radius, 1, 1e-6);
    });
  }
}

Deno.test("onSphere() finds the lowest eigenvalue of a quadratic form", async () => {
  const eigenvalues = [3, 1, 0.2, 2, 5];
  const surface = {
    dim: 5,
    examples: 1,
    loss: (phi: Float32Array) => phi.reduce((sum, x, i) => sum + eigenvalues[i]! * x * x, 0) / 2,
    gradient(phi: Float32Array, out: Float32Array) {
      out.set(phi.map((x, i) => eigenvalues[i]! * x));
      return surface.loss(phi);
    },
  };
  const phi = atRadius(normal(5, "start"), 2);
  const { loss } = await train(surface, phi, onSphere(sgd({ learningRate: 0.2 }), 2), {
    steps: 200,
  });
  assertAlmostEquals(loss, 0.5 * 0.2 * 2 ** 2, 1e-4);
});

Deno.test("onSphere() ignores radial steps of an optimizer, and radial gradients", () => {
  const phi = atRadius(normal(6, "start"), 3);
  const before = phi.slice();
  const outward = {
    ...sgd({ learningRate: 1 }),
    step: (phi: Float32Array) => phi.set(phi.map((x) => 2 * x)),
  };
  onSphere(outward, 3).step(phi, new Float32Array(6));
  onSphere(sgd({ learningRate: 1 }), 3).step(phi, before.map((x) => 10 * x));
  phi.forEach((x, i) => assertAlmostEquals(x, before[i]!, 1e-5));
});

Deno.test("onSphere() turns by the arc tangent of the tangential step over the radius", () => {
  const phi = new Float32Array([0, 5, 0]);
  onSphere(sgd({ learningRate: 0.5 }), 5).step(phi, new Float32Array([-2, 9, 0]));
  assertAlmostEquals(Math.atan2(phi[0]!, phi[1]!), Math.atan(1 / 5), 1e-6);
});

Deno.test("onSphere() leaves the gradient as it is", () => {
  const gradient = new Float32Array([1, 1]);
  onSphere(sgd({ learningRate: 1 }), 1).step(new Float32Array([1, 0]), gradient);
  assertEquals([...gradient], [1, 1]);
});

Deno.test("atRadius() scales to the radius, and not what has no direction", () => {
  const phi = normal(1000, "start");
  const scaled = atRadius(phi, 23);
  assertAlmostEquals(norm(scaled), 23, 1e-5);
  assertAlmostEquals(dot(scaled, phi), norm(scaled) * norm(phi), 1e-2);
  assertThrows(() => atRadius(new Float32Array(3), 1), UserError, "length 0");
  assertThrows(() => atRadius(phi, -1), UserError, "length -1");
  assertThrows(() => atRadius(new Float32Array([NaN]), 1), UserError);
});
