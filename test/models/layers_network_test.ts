import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { LayersModel } from "@tensorflow/tfjs";
import { loadTensorFlow } from "lib/compute/tfjs/tensorflow.ts";
import type { Dataset } from "lib/datasets/dataset.ts";
import { UserError } from "lib/errors.ts";
import { type LayersNetwork, layersNetwork } from "lib/models/layers_network.ts";
import { readLayersModel } from "lib/weights/layers_model_file.ts";
import { mlp } from "lib/models/mlp.ts";
import { random } from "lib/random.ts";
import { adam } from "lib/training/optimizers.ts";
import { train } from "lib/training/train.ts";
import { findings, inLayersOrder, points, samples } from "../weights/pytorch_mlp.ts";

const tf = await loadTensorFlow();
const { layers } = tf;

/** Random images of 6 × 6 pixels in three classes. */
function images(size: number, shape = [6, 6, 1]): Dataset {
  const rng = random(0, "images");
  return {
    name: "images",
    x: Float32Array.from({ length: 36 * size }, () => rng.normal()),
    y: Uint8Array.from({ length: size }, () => rng.integer(3)),
    size,
    shape,
    classes: 3,
  };
}

/** A model with most kinds of layers that image classifiers have. */
function convolutional(): LayersModel {
  return tf.sequential({
    layers: [
      layers.conv2d({ filters: 4, kernelSize: 3, activation: "tanh", inputShape: [6, 6, 1] }),
      layers.batchNormalization(),
      layers.averagePooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dropout({ rate: 0.5 }),
      layers.dense({ units: 5, activation: "tanh", useBias: false }),
      layers.dense({ units: 3, activation: "softmax" }),
    ],
  });
}

Deno.test("a saved model has PyTorch's logits, loss and gradient", async () => {
  const network = await layersNetwork(await readLayersModel(`${samples}/spirals_mlp/model.json`));
  const surface = network.surface(points);
  const phi = network.weights();
  surface.logits(phi).forEach((z, i) => assertAlmostEquals(z, findings.logits[i]!, 1e-5));
  const gradient = new Float32Array(network.dim);
  assertAlmostEquals(surface.gradient(phi, gradient), findings.loss, 1e-6);
  inLayersOrder(findings.gradient).forEach((value, i) =>
    assertAlmostEquals(gradient[i]!, value, 1e-6)
  );
});

Deno.test("a model of dense layers has the layout and the gradient of an MLP", async () => {
  const network = await layersNetwork(tf.sequential({
    layers: [
      layers.dense({ units: 7, activation: "relu", inputShape: [36] }),
      layers.dense({ units: 3 }),
    ],
  }));
  const net = mlp([36, 7, 3]);
  const phi = net.init(random(1, "init"), "pytorch");
  const data = images(20);
  const [own, expected] = [new Float32Array(net.dim), new Float32Array(net.dim)];
  const loss = net.surface(data).gradient(phi, expected);
  assertAlmostEquals(network.surface(data).gradient(phi, own), loss, 1e-6);
  own.forEach((value, i) => assertAlmostEquals(value, expected[i]!, 1e-6));
});

/** The loss from the model's own probabilities, of a batch that it predicts at once. */
function predictedLoss(model: LayersModel, data: Dataset): number {
  const x = tf.tensor(data.x, [data.size, ...model.inputs[0]!.shape.slice(1) as number[]]);
  const probabilities = (model.predict(x) as ReturnType<typeof tf.tensor>).dataSync();
  x.dispose();
  let loss = 0;
  data.y.forEach((label, i) => loss -= Math.log(probabilities[data.classes * i + label]!));
  return loss / data.size;
}

Deno.test("the loss is that of the probabilities that the model predicts", async () => {
  const model = convolutional();
  const network = await layersNetwork(model);
  const data = images(30);
  assertAlmostEquals(
    network.surface(data).loss(network.weights()),
    predictedLoss(model, data),
    1e-5,
  );
});

Deno.test("a softmax is left out wherever the model ends with it", async () => {
  const data = images(10);
  const ends = [
    [layers.dense({ units: 3, activation: "softmax", inputShape: [36] })],
    [layers.dense({ units: 3, inputShape: [36] }), layers.softmax()],
    [layers.dense({ units: 3, inputShape: [36] }), layers.activation({ activation: "softmax" })],
  ];
  for (const end of ends) {
    const model = tf.sequential({ layers: end });
    const network = await layersNetwork(model);
    assertAlmostEquals(
      network.surface(data).loss(network.weights()),
      predictedLoss(model, data),
      1e-5,
    );
  }
});

Deno.test("a model with a shortcut is differentiated, too", async () => {
  const input = tf.input({ shape: [36] });
  const units = layers.dense({ units: 36, activation: "tanh" }).apply(input);
  const sum = layers.add().apply([input, units as typeof input]);
  const output = layers.dense({ units: 3 }).apply(sum) as typeof input;
  const network = await layersNetwork(tf.model({ inputs: input, outputs: output }));
  assertGradient(network, images(12));
});

Deno.test("the gradient agrees with differences of the loss", async () => {
  assertGradient(await layersNetwork(convolutional()), images(12));
});

/** Asserts that central differences along several directions agree with the gradient. */
function assertGradient(network: LayersNetwork, data: Dataset): void {
  const surface = network.surface(data);
  const phi = network.weights();
  const gradient = new Float32Array(network.dim);
  surface.gradient(phi, gradient);
  const length = Math.hypot(...gradient);
  const rng = random(2, "directions");
  for (let i = 0; i < 5; i++) {
    const noise = Float32Array.from(gradient, () => rng.normal() * length / Math.sqrt(network.dim));
    // The gradient is part of each direction, so that the slope is not lost in rounding errors.
    const direction = noise.map((value, j) => value + gradient[j]!);
    const slope = gradient.reduce((sum, g, j) => sum + g * direction[j]!, 0);
    const step = 1e-2 / Math.hypot(...direction);
    const at = (t: number) => surface.loss(phi.map((value, j) => value + t * direction[j]!));
    const found = (at(step) - at(-step)) / (2 * step);
    assert(Math.abs(found - slope) < 1e-3 * Math.abs(slope), `${found} and ${slope}`);
  }
}

Deno.test("the model keeps its own weights while its surface is used, and no tensor is left", async () => {
  const model = convolutional();
  const network = await layersNetwork(model);
  const own = network.weights();
  const data = images(12);
  const surface = network.surface(data);
  const other = own.map((value) => value + 0.1);
  const inputs = network.inputSurface(other, data.y);
  const { numTensors } = tf.memory();
  assert(surface.loss(other) !== surface.loss(own));
  surface.gradient(other, new Float32Array(network.dim));
  surface.evaluate(other);
  surface.logits(other);
  inputs.gradients(data.x, new Float32Array(data.x.length));
  assertThrows(() => surface.loss(other, Uint32Array.of(99)), RangeError);
  assertEquals(network.weights(), own);
  assertEquals(tf.memory().numTensors, numTensors);
});

Deno.test("the weights go out as φ, are trained, and go back", async () => {
  const model = convolutional();
  const network = await layersNetwork(model);
  const data = images(30);
  const surface = network.surface(data);
  const phi = network.weights();
  await train(surface, phi, adam({ learningRate: 0.02 }), { steps: 60 });
  assert(surface.loss(phi) < 0.5 * surface.loss(network.weights()));
  network.setWeights(phi);
  assertEquals(network.weights(), phi);
  assertAlmostEquals(predictedLoss(model, data), surface.loss(phi), 1e-5);
  assertThrows(() => network.setWeights(phi.slice(1)), RangeError);
});

Deno.test("the loss as a function of the inputs is that of the surface", async () => {
  const network = await layersNetwork(convolutional());
  const data = images(8);
  const phi = network.weights().map((value) => 1.5 * value);
  const inputs = network.inputSurface(phi, data.y);
  const gradient = new Float32Array(data.x.length);
  const loss = network.surface(data).loss(phi);
  assertAlmostEquals(inputs.gradient(data.x, gradient), loss, 1e-6);
  assertAlmostEquals(inputs.loss(data.x), loss, 1e-6);
  const length = Math.hypot(...gradient);
  const at = (t: number) => inputs.loss(data.x.map((x, i) => x + t * gradient[i]! / length));
  const slope = (at(0.01) - at(-0.01)) / 0.02;
  assert(Math.abs(slope - length) < 1e-2 * length, `${slope} and ${length}`);
});

Deno.test("weights that are not trainable are no part of φ", async () => {
  const frozen = layers.dense({ units: 4, inputShape: [36], trainable: false });
  const model = tf.sequential({ layers: [frozen, layers.dense({ units: 3 })] });
  assertEquals((await layersNetwork(model)).dim, 4 * 3 + 3);
});

Deno.test("images go into a model that takes vectors, or a channel", async () => {
  const vectors = await layersNetwork(
    tf.sequential({ layers: [layers.dense({ units: 3, inputShape: [36] })] }),
  );
  const phi = vectors.weights();
  const loss = vectors.surface(images(5, [36])).loss(phi);
  assertEquals(vectors.surface(images(5, [6, 6])).loss(phi), loss);
  (await layersNetwork(convolutional())).surface(images(5, [6, 6]));
});

/** Asserts that a model is refused with this message. */
async function assertRefused(model: LayersModel, message: string): Promise<void> {
  await assertRejects(() => layersNetwork(model), UserError, message);
}

Deno.test("layersNetwork() says what is wrong with a model", async () => {
  const dense = (units: number, activation?: "sigmoid" | "softmax") =>
    layers.dense({ units, inputShape: [4], ...(activation && { activation }) });
  const sequential = (...list: ReturnType<typeof dense>[]) => tf.sequential({ layers: list });
  await assertRefused(tf.sequential(), "The model has no layers yet. Add them first.");
  await assertRefused(
    sequential(dense(1, "sigmoid")),
    "The model returns [1] numbers an example, which are no logits of classes. " +
      "Give it one output a class: two for two classes.",
  );
  await assertRefused(
    sequential(dense(3, "sigmoid")),
    "The model ends with the activation sigmoid, but the loss takes logits. " +
      "Let its last layer be linear, or end with a softmax.",
  );
  await assertRefused(
    sequential(dense(4), sequential(dense(3, "softmax")) as never),
    "The model ends with a softmax inside of a layer of the kind Sequential.",
  );
  await assertRefused(
    sequential(layers.dense({ units: 3, inputShape: [4], trainable: false })),
    "No weight of the model is trainable.",
  );
  const input = tf.input({ shape: [4] });
  const outputs = [dense(3).apply(input), dense(3).apply(input)] as typeof input[];
  await assertRefused(
    tf.model({ inputs: input, outputs }),
    "The model has 1 inputs and 2 outputs.",
  );
  await assertRefused({} as LayersModel, "layersNetwork() got no layers model.");
});

Deno.test("a surface says which layers TensorFlow.js cannot differentiate", async () => {
  const list = [layers.depthwiseConv2d({ kernelSize: 3, inputShape: [6, 6, 1] }), layers.flatten()];
  const model = tf.sequential({ layers: [...list, layers.dense({ units: 3 })] });
  const network = await layersNetwork(model);
  assertThrows(
    () => network.surface(images(5)),
    UserError,
    "A layer of the model needs the kernel DepthwiseConv2dNativeBackpropFilter, which " +
      "TensorFlow.js lacks here. Replace that layer.",
  );
});

Deno.test("a surface says that the data do not fit", async () => {
  const network = await layersNetwork(convolutional());
  assertThrows(
    () => network.surface(images(5, [4, 9])),
    UserError,
    "The model takes examples of shape [6, 6, 1], the data set images has [4, 9].",
  );
  const data = { ...images(5), classes: 4 };
  assertThrows(() => network.surface(data), UserError, "has 4 classes, the network 3 outputs.");
});
