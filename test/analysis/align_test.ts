import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { alignUnits } from "lib/analysis/align.ts";
import { UserError } from "lib/errors.ts";
import { cnn } from "lib/models/cnn.ts";
import { mlp } from "lib/models/mlp.ts";
import { random } from "lib/random.ts";
import { viewParameter } from "../models/view_parameter.ts";

const net = mlp([6, 7, 5, 3]);
const reference = net.init(random(1, "init"), "pytorch"); // with biases

/** The same network with the units of both hidden layers shuffled, written out by hand. */
function shuffled(): Float32Array {
  const rng = random(2, "order");
  const [first, second] = [rng.permutation(7), rng.permutation(5)];
  const phi = reference.slice();
  const names = net.layout.parameters.map(({ name }) => name);
  const from = names.map((name) => viewParameter(net.layout, reference, name));
  const to = names.map((name) => viewParameter(net.layout, phi, name));
  for (let j = 0; j < 7; j++) {
    for (let i = 0; i < 6; i++) to[0]![i * 7 + j] = from[0]![i * 7 + first[j]!]!;
    to[1]![j] = from[1]![first[j]!]!;
    for (let k = 0; k < 5; k++) to[2]![j * 5 + k] = from[2]![first[j]! * 5 + second[k]!]!;
  }
  for (let k = 0; k < 5; k++) {
    to[3]![k] = from[3]![second[k]!]!;
    for (let l = 0; l < 3; l++) to[4]![k * 3 + l] = from[4]![second[k]! * 3 + l]!;
  }
  return phi;
}

Deno.test("alignUnits() finds the order of a network whose units were shuffled", async () => {
  const phi = shuffled();
  assertEquals(phi.some((weight, i) => weight !== reference[i]), true);
  assertEquals(await alignUnits(net.layout, reference, phi), reference);
});

Deno.test("alignUnits() changes no output, and comes closer to the reference", async () => {
  const rng = random(3, "data");
  const x = Float32Array.from({ length: 60 }, () => rng.normal());
  const data = { name: "noise", x, y: new Uint8Array(10), size: 10, shape: [6], classes: 3 };
  const surface = net.surface(data);
  const other = net.init(random(4, "init"), "pytorch");
  const aligned = await alignUnits(net.layout, reference, other);
  const before = surface.outputs(other);
  surface.outputs(aligned).forEach((z, i) => assertAlmostEquals(z, before[i]!, 1e-5));
  const distance = (phi: Float32Array) =>
    Math.hypot(...phi.map((weight, i) => weight - reference[i]!));
  assertEquals(distance(aligned) < distance(other), true);
});

Deno.test("alignUnits() refuses a model that is not fully connected", async () => {
  const { layout } = await cnn();
  const phi = new Float32Array(layout.dim);
  await assertRejects(() => alignUnits(layout, phi, phi), UserError, "fully connected");
});
