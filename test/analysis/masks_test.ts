import { assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { UserError } from "lib/errors.ts";
import { layout } from "lib/models/layout.ts";
import { mlp } from "lib/models/mlp.ts";
import { random } from "lib/random.ts";
import { countWeights, magnitudeMask, masked, prune } from "lib/analysis/masks.ts";
import { adam, adamw, sgd } from "lib/training/optimizers.ts";
import { train } from "lib/training/train.ts";
import { viewParameter } from "../models/view_parameter.ts";

const net = mlp([6, 10, 8, 3]);
const phi = net.init(random(0, "init"), "pytorch");
const noise = random(0, "data");
const data = {
  name: "noise",
  x: Float32Array.from({ length: 120 }, () => noise.normal()),
  y: Uint8Array.from({ length: 20 }, () => noise.integer(3)),
  size: 20,
  shape: [6],
  classes: 3,
};
const surface = net.surface(data);

Deno.test("magnitudeMask() keeps the stated share, the last layer pruned at half the rate", () => {
  const lenet = mlp([784, 300, 100, 10]);
  const start = lenet.init(random(0, "init"));
  for (const keep of [0.5, 0.1, 0.01]) {
    const pruned = prune(start, magnitudeMask(lenet.layout, start, keep));
    const { total, kept } = countWeights(lenet.layout, pruned);
    assertEquals(total, 266_200);
    assertAlmostEquals(kept, keep * total, 1.5);
    const shares = ["weight1", "weight2", "weight3"].map((name) => {
      const weights = viewParameter(lenet.layout, pruned, name);
      return weights.filter((weight) => weight !== 0).length / weights.length;
    });
    assertAlmostEquals(shares[0]!, shares[1]!, 1e-4);
    assertAlmostEquals(1 - shares[2]!, (1 - shares[1]!) / 2, 1e-3);
  }
});

Deno.test("magnitudeMask() keeps no weight that is smaller than a pruned one of its layer", () => {
  const mask = magnitudeMask(net.layout, phi, 0.4);
  for (const { offset, size, shape } of net.layout.parameters) {
    const places = Array.from({ length: size }, (_, i) => offset + i);
    const sizes = (kept: number) =>
      places.filter((i) => mask[i] === kept).map((i) => Math.abs(phi[i]!));
    if (shape.length === 1) assertEquals(sizes(0), []);
    else assertEquals(Math.max(...sizes(0)) <= Math.min(...sizes(1)), true);
  }
});

Deno.test("magnitudeMask() keeps all or says that so few cannot be kept", () => {
  assertEquals(magnitudeMask(net.layout, phi, 1), new Uint8Array(net.dim).fill(1));
  assertThrows(() => magnitudeMask(net.layout, phi, 0.05), UserError, "cannot keep");
  assertThrows(() => magnitudeMask(net.layout, phi, 1.1), UserError, "cannot keep");
});

Deno.test("magnitudeMask() prunes a layer of equal weights to the same number", () => {
  const shapes = layout([["weight1", [4, 5]], ["weight2", [2, 2]]]);
  const mask = magnitudeMask(shapes, new Float32Array(24).fill(1), 0.5);
  assertEquals(mask.reduce((a, b) => a + b, 0), 12);
});

Deno.test("masked() is the surface at the pruned parameters", () => {
  const mask = magnitudeMask(net.layout, phi, 0.5);
  const pruned = masked(surface, mask);
  assertEquals(pruned.loss(phi), surface.loss(prune(phi, mask)));
  assertEquals(pruned.evaluate(phi), surface.evaluate(prune(phi, mask)));
  assertEquals(pruned.accuracy(phi), surface.accuracy(prune(phi, mask)));
  const [whole, part] = [new Float32Array(net.dim), new Float32Array(net.dim)];
  surface.gradient(prune(phi, mask), whole);
  pruned.gradient(phi, part);
  assertEquals(part, prune(whole, mask));
  const direction = phi.map((_, i) => Math.cos(i));
  surface.hvp!(prune(phi, mask), prune(direction, mask), whole);
  pruned.hvp!(phi, direction, part);
  assertEquals(part, prune(whole, mask));
});

const rules = {
  "sgd() with momentum and decay": () =>
    sgd({ learningRate: 0.1, momentum: 0.9, weightDecay: 0.01 }),
  "Nesterov's momentum": () => sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
  "adam()": () => adam({ learningRate: 0.01 }),
  "adamw()": () => adamw({ learningRate: 0.01, weightDecay: 0.1 }),
};
for (const [name, rule] of Object.entries(rules)) {
  Deno.test(`masked() keeps pruned weights at 0 under ${name}`, async () => {
    const mask = magnitudeMask(net.layout, phi, 0.5);
    const start = prune(phi, mask);
    const end = start.slice();
    const { loss } = await train(masked(surface, mask), end, rule(), { steps: 50 });
    assertEquals(loss < surface.loss(start), true);
    end.forEach((weight, i) => {
      if (mask[i] === 0) assertEquals(weight, 0);
      else assertNotEquals(weight, start[i]);
    });
  });
}

Deno.test("masked() ignores what momentum from before does to pruned weights", async () => {
  const [optimizer, working] = [adam({ learningRate: 0.01 }), phi.slice()];
  await train(surface, working, optimizer, { steps: 5 });
  const mask = magnitudeMask(net.layout, working, 0.5);
  const { loss } = await train(masked(surface, mask), working, optimizer, { steps: 5 });
  assertEquals(loss, surface.loss(prune(working, mask)));
});
