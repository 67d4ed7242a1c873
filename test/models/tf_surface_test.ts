import { gradientDifferenceHvp } from "lib/analysis/operator.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import type { Tensor2D } from "@tensorflow/tfjs";
import { loadTensorFlow } from "lib/compute/tfjs/tensorflow.ts";
import type { Dataset } from "lib/datasets/dataset.ts";
import { UserError } from "lib/errors.ts";
import { cnn } from "lib/models/cnn.ts";
import { layout } from "lib/models/layout.ts";
import { type TfNetwork, tfSurface } from "lib/models/tf_surface.ts";
import { random } from "lib/random.ts";
import { adam } from "lib/training/optimizers.ts";
import { train } from "lib/training/train.ts";
import { type ConvCase, convCases, deviation } from "./conv_fixtures.ts";

const tf = await loadTensorFlow();

/** Softmax regression, whose derivatives have a closed form. */
const regression: TfNetwork = {
  layout: layout([["weight", [4, 3]], ["bias", [3]]]),
  forward: (p, x) => tf.add(tf.matMul(x as Tensor2D, p["weight"] as Tensor2D), p["bias"]!),
};

function points(size: number): Dataset {
  const rng = random(0, "points");
  return {
    name: "points",
    x: Float32Array.from({ length: 4 * size }, () => rng.normal()),
    y: Uint8Array.from({ length: size }, () => rng.integer(3)),
    size,
    shape: [4],
    classes: 3,
  };
}

function vector(length: number, purpose: string): Float32Array {
  const rng = random(0, purpose);
  return Float32Array.from({ length }, () => rng.normal());
}

/** Logits' probabilities of softmax regression for one example, and their change along v. */
function probabilities(data: Dataset, i: number, phi: Float32Array): number[] {
  const z = [0, 1, 2].map((c) =>
    [0, 1, 2, 3].reduce((sum, j) => sum + data.x[4 * i + j]! * phi[3 * j + c]!, phi[12 + c]!)
  );
  const weights = z.map((value) => Math.exp(value - Math.max(...z)));
  const total = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / total);
}

Deno.test("tfSurface() counts the first of equal logits, and none that are not numbers", () => {
  const surface = tfSurface(tf, regression, points(200));
  const labels = points(200).y;
  const share = (label: number) => labels.filter((y) => y === label).length / labels.length;
  const bias = (...values: number[]) => Float32Array.from([...new Array(12).fill(0), ...values]);
  assertEquals(surface.accuracy(bias(1, 1, 0)), share(0));
  assertEquals(surface.accuracy(bias(0, 1, 1)), share(1));
  assertEquals(surface.accuracy(bias(0, 0, 1)), share(2));
  assertEquals(surface.accuracy(bias(0, NaN, 1)), 0);
  assertEquals(surface.accuracy(bias(NaN, NaN, NaN)), 0);
});

Deno.test("tfSurface() has the loss and gradient of softmax regression in closed form", () => {
  const data = points(7);
  const phi = vector(15, "phi");
  for (const batch of [undefined, new Uint32Array([6, 0, 0, 3])]) {
    const indices = batch ?? Uint32Array.from({ length: data.size }, (_, i) => i);
    let loss = 0;
    const gradient = new Float64Array(15);
    for (const i of indices) {
      const p = probabilities(data, i, phi);
      loss -= Math.log(p[data.y[i]!]!) / indices.length;
      p.forEach((value, c) => {
        const d = (value - (c === data.y[i] ? 1 : 0)) / indices.length;
        for (let j = 0; j < 4; j++) gradient[3 * j + c]! += d * data.x[4 * i + j]!;
        gradient[12 + c]! += d;
      });
    }
    // Parts of three, two and two examples, where there is no batch.
    const surface = tfSurface(tf, regression, data, { chunk: 3 });
    const out = new Float32Array(15).fill(NaN);
    assertAlmostEquals(surface.gradient(phi, out, batch), loss, 1e-6);
    assertAlmostEquals(surface.loss(phi, batch), loss, 1e-6);
    out.forEach((value, i) => assertAlmostEquals(value, gradient[i]!, 1e-6));
  }
});

Deno.test("tfSurface() has gradients whose differences give the Hessian to a thousandth", () => {
  const data = points(9);
  const [phi, v] = [vector(15, "phi"), vector(15, "v")];
  const expected = new Float64Array(15);
  for (let i = 0; i < data.size; i++) {
    const p = probabilities(data, i, phi);
    const change = p.map((_, c) =>
      [0, 1, 2, 3].reduce((sum, j) => sum + data.x[4 * i + j]! * v[3 * j + c]!, v[12 + c]!)
    );
    const mean = p.reduce((sum, value, c) => sum + value * change[c]!, 0);
    p.forEach((value, c) => {
      const d = value * (change[c]! - mean) / data.size;
      for (let j = 0; j < 4; j++) expected[3 * j + c]! += d * data.x[4 * i + j]!;
      expected[12 + c]! += d;
    });
  }
  const out = new Float32Array(15);
  gradientDifferenceHvp(tfSurface(tf, regression, data), phi, v, out);
  const error = Math.hypot(...out.map((value, i) => value - expected[i]!));
  assert(error < 1e-3 * Math.hypot(...expected), `error ${error}`);
});

Deno.test("tfSurface() counts what its logits get right", () => {
  const data = points(11);
  const phi = vector(15, "phi");
  const surface = tfSurface(tf, regression, data, { chunk: 4 });
  const correct = Array.from({ length: data.size }, (_, i) => {
    const p = probabilities(data, i, phi);
    return p.indexOf(Math.max(...p)) === data.y[i];
  });
  assertAlmostEquals(surface.accuracy(phi), correct.filter(Boolean).length / data.size);
  const logits = surface.logits(phi, new Uint32Array([10, 2]));
  assertEquals(logits.length, 6);
  const [z0, z1, p] = [logits[3]!, logits[4]!, probabilities(data, 2, phi)];
  assertAlmostEquals(z0 - z1, Math.log(p[0]! / p[1]!), 1e-5);
});

Deno.test("tfSurface() gives a parameter without influence the derivative 0", () => {
  const network = {
    ...regression,
    layout: layout([["weight", [4, 3]], ["bias", [3]], ["u", [2]]]),
  };
  const out = new Float32Array(17).fill(NaN);
  tfSurface(tf, network, points(3)).gradient(vector(17, "phi"), out);
  assertEquals([...out.subarray(15)], [0, 0]);
});

Deno.test("tfSurface() says what is wrong with its arguments", () => {
  const surface = tfSurface(tf, regression, points(3));
  const phi = new Float32Array(15);
  assertThrows(() => surface.loss(new Float32Array(14)), RangeError, "got 14.");
  assertThrows(() => surface.gradient(phi, new Float32Array(16)), RangeError, "got 16.");
  assertThrows(() => surface.loss(phi, new Uint32Array(0)), RangeError, "empty");
  assertThrows(() => surface.loss(phi, new Uint32Array([3])), RangeError, "no example 3");
  assertThrows(() => tfSurface(tf, regression, points(0)), UserError, "no examples");
});

Deno.test("a convolutional network trains to zero error and leaves no tensors behind", async () => {
  const rng = random(3, "data");
  const data: Dataset = {
    name: "noise",
    x: Float32Array.from({ length: 24 * 192 }, () => rng.normal()),
    y: Uint8Array.from({ length: 24 }, (_, i) => i % 10),
    size: 24,
    shape: [8, 8, 3],
    classes: 10,
  };
  const network = await cnn({ channels: [8, 16], size: 8 });
  const surface = network.surface(data);
  const phi = network.init(random(3, "init"));
  const { numTensors } = tf.memory();
  const batch = { size: 12, rng: random(3, "order") };
  await train(surface, phi, adam({ learningRate: 0.02 }), { steps: 80, batch });
  assertEquals(surface.accuracy(phi), 1);
  assertEquals(tf.memory().numTensors, numTensors);
});

for (const model of ["alexnet", "densenet", "cnn", "residualCnn"]) {
  const cases: ConvCase[] = await convCases(model);
  Deno.test(`${model} has the loss and the derivatives that PyTorch finds`, () => {
    for (const { label, network, phi, data, loss, gradient, inputGradient } of cases) {
      const surface = network.surface(data);
      const out = new Float32Array(network.dim);
      assertAlmostEquals(surface.gradient(phi, out), loss, 1e-5 * loss);
      const error = deviation(out, network, gradient);
      assert(error < 1e-5, `${label}: the gradient is off by ${error}`);
      const inputs = network.inputSurface(phi, data.y);
      const byInputs = new Float32Array(data.x.length);
      assertAlmostEquals(inputs.gradient(data.x, byInputs), loss, 1e-5 * loss);
      assertAlmostEquals(inputs.loss(data.x), loss, 1e-5 * loss);
      if (model === "alexnet" && !label.includes("batch")) {
        // Its examples do not act on each other: each alone has the same loss and gradient.
        const own = new Float32Array(data.x.length);
        const losses = inputs.gradients(data.x, own);
        const size = data.x.length / data.size;
        losses.forEach((value, i) => {
          const one = network.inputSurface(phi, data.y.slice(i, i + 1));
          const alone = new Float32Array(size);
          const x = data.x.slice(i * size, (i + 1) * size);
          assertAlmostEquals(value, one.gradient(x, alone), 1e-5);
          const most = Math.max(...alone.map(Math.abs));
          alone.forEach((g, j) => assertAlmostEquals(own[i * size + j]!, g, 1e-4 * most));
        });
      }
      const { norm, step, numbers } = inputGradient;
      numbers.forEach((value, i) => assertAlmostEquals(byInputs[i * step]!, value, 1e-5 * norm));
    }
  });

  Deno.test(`${model} has a gradient that agrees with differences of its loss`, () => {
    for (const { label, network, phi, data } of cases) {
      const surface = network.surface(data);
      const gradient = new Float32Array(network.dim);
      surface.gradient(phi, gradient);
      // Along the gradient itself, where the loss changes most and rounding matters least.
      const slope = Math.sqrt(gradient.reduce((sum, value) => sum + value ** 2, 0));
      const at = (step: number) => surface.loss(phi.map((p, i) => p + step * gradient[i]! / slope));
      const found = (at(3e-4) - at(-3e-4)) / 6e-4;
      assert(Math.abs(found - slope) < 0.01 * slope, `${label}: ${found} and ${slope}`);
    }
  });

  Deno.test(`${model} has the Hessian-vector products that PyTorch finds`, () => {
    for (const { label, network, phi, direction, data, hvp } of cases) {
      const out = new Float32Array(network.dim);
      // Short enough that no ReLU of these few examples is switched.
      gradientDifferenceHvp(network.surface(data), phi, direction, out, undefined, 3e-5);
      const error = deviation(out, network, hvp);
      assert(error < 2e-3, `${label}: the product is off by ${error}`);
    }
  });
}
