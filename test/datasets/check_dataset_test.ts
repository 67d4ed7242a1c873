import { assertThrows } from "@std/assert";
import { checkDataset } from "lib/datasets/check_dataset.ts";
import type { Dataset } from "lib/datasets/dataset.ts";
import { loadTensorFlow } from "lib/compute/tfjs/tensorflow.ts";
import { UserError } from "lib/errors.ts";
import { layout } from "lib/models/layout.ts";
import { maxout } from "lib/models/maxout.ts";
import { mlp } from "lib/models/mlp.ts";
import { mlp64 } from "lib/models/mlp64.ts";
import { tfInputSurface } from "lib/models/tf_input_surface.ts";
import { tfSurface } from "lib/models/tf_surface.ts";

const good: Dataset = {
  name: "six",
  x: Float32Array.from({ length: 24 }, (_, i) => i / 24),
  y: new Uint8Array([0, 1, 2, 0, 1, 2]),
  size: 6,
  shape: [2, 2],
  classes: 3,
};

/** The data set with other fields. */
function changed(fields: Partial<Dataset>): Dataset {
  return Object.assign({}, good, fields);
}

/** The inputs with another number at a place. */
function inputsWith(place: number, value: number): Float32Array {
  const x = good.x.slice();
  x[place] = value;
  return x;
}

const bad: [fields: Partial<Dataset>, message: string][] = [
  [
    { y: new Uint8Array([0, 1, 2, 255, 254, 2]) },
    "Example 3 of the data set six has the label 255",
  ],
  [{ classes: 2 }, "2 classes"],
  [{ y: new Uint8Array([0, 1]) }, "2 labels for 6 examples"],
  [{ x: new Float32Array(23) }, "23 inputs in all, but 6 examples of shape [2, 2] have 24"],
  [{ size: 5 }, "24 inputs in all, but 5 examples"],
  [{ shape: [4, 2] }, "[4, 2] have 48"],
  [{ size: 0, x: new Float32Array(0), y: new Uint8Array(0) }, "no examples"],
  [{ size: 1.5, x: new Float32Array(6) }, "a size of 1.5"],
  [{ size: NaN }, "a size of NaN"],
  [{ name: undefined as unknown as string, size: NaN }, "The data set without a name has a size"],
  [{ x: inputsWith(9, NaN) }, "Example 2 of the data set six has an input that is NaN"],
  [
    { x: inputsWith(23, -Infinity) },
    "Example 5 of the data set six has an input that is -Infinity",
  ],
];

Deno.test("checkDataset() takes what is whole, and labels of examples that are not used", () => {
  checkDataset(good);
  checkDataset(good, { inputs: 4, outputs: 3 });
  checkDataset(changed({ y: new Uint8Array([0, 1, 2, 0, 1, 2, 255]) }));
});

Deno.test("checkDataset() says what is wrong with a data set, and where first", () => {
  for (const [fields, message] of bad) {
    assertThrows(() => checkDataset(changed(fields)), UserError, message);
  }
});

Deno.test("checkDataset() says what does not fit a network", () => {
  const wide = { inputs: 5, outputs: 3 };
  assertThrows(() => checkDataset(good, wide), UserError, "4 inputs and 3 classes, the network 5");
  const many = { inputs: 4, outputs: 10 };
  assertThrows(() => checkDataset(good, many), UserError, "10 outputs");
});

const tf = await loadTensorFlow();
const units = await maxout([4, 3], 2);
/** A linear network with that many outputs. */
function linear(outputs: number) {
  return {
    layout: layout([["weight", [4, outputs]]]),
    forward: (p, x) => tf.matMul(tf.reshape(x, [-1, 4]), p["weight"]!),
  } satisfies Parameters<typeof tfSurface>[1];
}

const surfaces: Record<string, (data: Dataset) => unknown> = {
  mlp: (data) => mlp([4, 3]).surface(data),
  mlp64: (data) => mlp64([4, 3]).surface(data),
  maxout: (data) => units.surface(data),
  distillation: (data) => mlp([4, 3]).distillation(data, { logits: new Float32Array(18) }),
  tfSurface: (data) => tfSurface(tf, linear(3), data),
};
for (const [name, surface] of Object.entries(surfaces)) {
  Deno.test(`the surface of ${name} refuses data that are not whole when it is made`, () => {
    surface(good);
    for (const [fields] of bad) assertThrows(() => surface(changed(fields)), UserError);
  });
}

Deno.test("tfSurface() refuses a network with another number of outputs than there are classes", () => {
  const surface = tfSurface(tf, linear(5), good);
  const phi = new Float32Array(20);
  const message = "3 classes, the network 5 outputs";
  assertThrows(() => surface.loss(phi), UserError, message);
  assertThrows(() => surface.gradient(phi, new Float32Array(20)), UserError, message);
  assertThrows(() => surface.evaluate(phi), UserError, message);
  assertThrows(() => surface.logits(phi), UserError, message);
});

Deno.test("tfInputSurface() refuses labels that are none of the network's outputs", () => {
  const phi = new Float32Array(12);
  const inputs = good.x.slice(0, 8);
  const surface = tfInputSurface(tf, linear(3), phi, [4], new Uint8Array([2, 3]));
  assertThrows(() => surface.loss(inputs), UserError, "Example 1 has the label 3");
  assertThrows(() => surface.gradients(inputs, new Float32Array(8)), UserError, "the label 3");
  const none = new Uint8Array(0);
  assertThrows(() => tfInputSurface(tf, linear(3), phi, [4], none), UserError, "no examples");
});
