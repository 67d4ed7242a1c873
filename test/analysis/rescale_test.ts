import { assertAlmostEquals, assertEquals } from "@std/assert";
import { norm } from "lib/compute/vectors.ts";
import { rescaleLayers } from "lib/analysis/rescale.ts";
import { mlp } from "lib/models/mlp.ts";
import { random } from "lib/random.ts";

const net = mlp([3, 8, 8, 4], { loss: "mse" });
const rng = random(0, "init");
const phi = Float32Array.from({ length: net.dim }, () => 0.3 * rng.normal()); // biases, too
const data = {
  name: "noise",
  x: Float32Array.from({ length: 60 }, () => rng.normal()),
  y: Uint8Array.from({ length: 20 }, (_, i) => i % 4),
  size: 20,
  shape: [3],
  classes: 4,
};

Deno.test("rescaleLayers() multiplies the outputs of three ReLU layers by s³", () => {
  // The squared error is a parabola in a factor q of the outputs, a q² − 2 b q + c with c = 1/4, the
  // mean of the squared targets; a and b follow from its values at q = 1 and q = 8, so that its value
  // at q = 27 is known.
  const loss = (s: number): number =>
    net.surface(data).loss(rescaleLayers(net.layout.parameters, phi, s));
  const [one, eight] = [loss(1) - 0.25, loss(2) - 0.25];
  const a = (eight - 8 * one) / (64 - 8);
  const b = (a - one) / 2;
  assertAlmostEquals(loss(3), a * 27 ** 2 - 2 * b * 27 + 0.25, 1e-4 * loss(3));
});

Deno.test("rescaleLayers() keeps the accuracy, and scales the norm of the weights by s", () => {
  const small = rescaleLayers(net.layout.parameters, phi, 0.25);
  const surface = net.surface(data);
  assertEquals(surface.accuracy(small), surface.accuracy(phi));
  const weights = net.layout.parameters.filter(({ shape }) => shape.length > 1);
  for (const { offset, size } of weights) {
    const part = (phi: Float32Array) => norm(phi.subarray(offset, offset + size));
    assertAlmostEquals(part(small), part(phi) / 4, 1e-6);
  }
  assertAlmostEquals(small.at(-1)!, phi.at(-1)! / 64, 1e-9); // a bias of layer 3
});

Deno.test("rescaleLayers() leaves phi as it is", () => {
  const before = phi.slice();
  rescaleLayers(net.layout.parameters, phi, 2);
  assertEquals(phi, before);
});
