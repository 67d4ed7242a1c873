import { assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { createArena } from "lib/compute/memory.ts";
import type { Dataset } from "lib/datasets/dataset.ts";
import { UserError } from "lib/errors.ts";
import { mlp } from "lib/models/mlp.ts";
import type { MlpOptions } from "lib/models/mlp_shape.ts";
import { random } from "lib/random.ts";
import fixtures from "./fixtures/mlp.json" with { type: "json" };
import { viewParameter } from "./view_parameter.ts";

function dataset(x: Float32Array, y: Uint8Array, classes: number): Dataset {
  const shape = [x.length / y.length];
  return { name: "test data", x, y, size: y.length, shape, classes };
}

function randomData(inputs: number, classes: number, size: number): Dataset {
  const rng = random(1, "data");
  const x = Float32Array.from({ length: size * inputs }, () => rng.normal());
  return dataset(x, Uint8Array.from({ length: size }, () => rng.integer(classes)), classes);
}

/** Mean loss in double precision, one example and one unit at a time. */
function referenceLoss(
  widths: readonly number[],
  options: MlpOptions,
  phi: Float64Array,
  data: Dataset,
  examples: Iterable<number>,
): number {
  const { activation = "relu", loss = "crossEntropy", bias = true } = options;
  const activate = activation === "relu" ? (z: number) => Math.max(0, z) : Math.tanh;
  let total = 0;
  let count = 0;
  for (const example of examples) {
    let h = [...data.x.subarray(example * widths[0]!, (example + 1) * widths[0]!)];
    let offset = 0;
    for (let layer = 1; layer < widths.length; layer++) {
      const [inputs, outputs] = [widths[layer - 1]!, widths[layer]!];
      const next: number[] = [];
      for (let j = 0; j < outputs; j++) {
        let sum = bias ? phi[offset + inputs * outputs + j]! : 0;
        for (let i = 0; i < inputs; i++) sum += h[i]! * phi[offset + i * outputs + j]!;
        next.push(layer < widths.length - 1 ? activate(sum) : sum);
      }
      offset += (inputs + Number(bias)) * outputs;
      h = next;
    }
    const label = data.y[example]!;
    if (loss === "mse") {
      const squares = h.map((z, j) => (z - Number(j === label)) ** 2);
      total += squares.reduce((sum, square) => sum + square) / h.length;
    } else {
      total += Math.log(h.reduce((sum, z) => sum + Math.exp(z), 0)) - h[label]!;
    }
    count++;
  }
  return total / count;
}

function assertClose(
  actual: Iterable<number>,
  expected: Iterable<number>,
  tolerance: number,
): void {
  const wanted = [...expected];
  const got = [...actual];
  assertEquals(got.length, wanted.length);
  const worst = Math.max(...got.map((value, i) => Math.abs(value - wanted[i]!)));
  assertEquals(worst < tolerance, true, `largest difference ${worst}`);
}

const allOf = (data: Dataset) => Array.from({ length: data.size }, (_, i) => i);

const gradientCases: [number[], MlpOptions][] = [
  [[6, 3], {}],
  [[6, 9, 3], {}],
  [[6, 9, 8, 3], {}],
  [[6, 9, 8, 5, 3], {}],
  [[6, 9, 8, 3], { activation: "tanh" }],
  [[6, 8, 9, 3], { loss: "mse" }],
  [[6, 9, 8, 3], { activation: "tanh", loss: "mse", bias: false }],
];
for (const [widths, options] of gradientCases) {
  const name = `${widths.join("-")} ${JSON.stringify(options)}`;
  Deno.test(`surface().gradient() agrees with finite differences, ${name}`, () => {
    const model = mlp(widths, options);
    const phi = model.init(random(widths.length - 1, "init"), "pytorch");
    // More examples than go through the network at a time.
    const data = randomData(6, 3, 300);
    const batch = Uint32Array.from([3, 299, 0, 3, 77]);
    for (const chosen of [undefined, batch]) {
      const gradient = new Float32Array(model.dim).fill(NaN);
      const loss = model.surface(data).gradient(phi, gradient, chosen);
      const examples = chosen ?? allOf(data);
      const point = Float64Array.from(phi);
      assertClose([loss], [referenceLoss(widths, options, point, data, examples)], 1e-6);
      const differences = Array.from(point, (value, i) => {
        const h = 1e-6;
        point[i] = value + h;
        const above = referenceLoss(widths, options, point, data, examples);
        point[i] = value - h;
        const below = referenceLoss(widths, options, point, data, examples);
        point[i] = value;
        return (above - below) / (2 * h);
      });
      assertClose(gradient, differences, 1e-6);
    }
  });
}

for (const { widths, options, phi, x, y, batch, loss, gradient, accuracy } of fixtures) {
  const name = `${widths.join("-")} ${JSON.stringify(options)}`;
  Deno.test(`surface() agrees with PyTorch, ${name}`, () => {
    const model = mlp(widths, options as MlpOptions);
    const data = dataset(Float32Array.from(x), Uint8Array.from(y), widths.at(-1)!);
    const surface = model.surface(data);
    const point = Float32Array.from(phi);
    const out = new Float32Array(model.dim);
    const chosen = batch.length > 0 ? Uint32Array.from(batch) : undefined;
    assertClose([surface.gradient(point, out, chosen)], [loss], 1e-6);
    assertClose([surface.loss(point, chosen)], [loss], 1e-6);
    assertClose(out, gradient, 1e-6);
    assertClose([surface.accuracy(point)], [accuracy], 1e-12);
    const all = surface.evaluate(point);
    assertClose([all.loss, all.accuracy], [surface.loss(point), accuracy], 1e-12);
  });
}

for (const fixture of fixtures) {
  const { widths, options, phi, x, y, batch, directions, hvp, hessian, gaussNewton } = fixture;
  const name = `${widths.join("-")} ${JSON.stringify(options)}`;
  Deno.test(`surface() has PyTorch's Hessian, ${name}`, () => {
    const model = mlp(widths, options as MlpOptions);
    const data = dataset(Float32Array.from(x), Uint8Array.from(y), widths.at(-1)!);
    const surface = model.surface(data);
    const point = Float32Array.from(phi);
    const vectors = directions.map((direction) => Float32Array.from(direction));
    const chosen = batch.length > 0 ? Uint32Array.from(batch) : undefined;
    const out = new Float32Array(model.dim).fill(NaN);
    surface.hvp!(point, vectors[0]!, out, chosen);
    assertClose(out, hvp, 3e-6);
    const projected = surface.projectedHessian!(point, vectors, chosen);
    const scale = Math.max(...hessian.map(Math.abs));
    assertClose(projected.hessian, hessian, 1e-6 * scale);
    assertClose(projected.gaussNewton, gaussNewton, 1e-6 * scale);
    assertClose(projected.residual, hessian.map((h, i) => h - gaussNewton[i]!), 1e-6 * scale);
  });
}

for (const options of [{}, { activation: "tanh", loss: "mse" }] as MlpOptions[]) {
  Deno.test(`surface()'s Hessian agrees with differences, ${JSON.stringify(options)}`, () => {
    const widths = [6, 9, 8, 3];
    const model = mlp(widths, options);
    const rng = random(3, "init");
    const phi = model.init(rng, "pytorch");
    const v = Float32Array.from(phi, () => rng.normal());
    const data = randomData(6, 3, 300);
    const surface = model.surface(data);
    const product = new Float32Array(model.dim);
    surface.hvp!(phi, v, product);
    const curvature = product.reduce((sum, value, i) => sum + value * v[i]!, 0);
    const [h, examples] = [1e-5, allOf(data)];
    const [below, at, above] = [-h, 0, h].map((step) => {
      const point = Float64Array.from(phi, (value, i) => value + step * v[i]!);
      return referenceLoss(widths, options, point, data, examples);
    });
    const expected = (above! - 2 * at! + below!) / h ** 2;
    assertClose([curvature / expected], [1], 1e-4);
    const { hessian } = surface.projectedHessian!(phi, [v]);
    assertClose([hessian[0]! / expected], [1], 1e-4);
  });
}

Deno.test("surface().projectedHessian() does not depend on the number of directions", () => {
  const model = mlp([6, 64, 3]);
  const rng = random(4, "init");
  const phi = model.init(rng);
  // So many that fewer examples go through the network at a time.
  const directions = Array.from({ length: 1100 }, () => phi.map(() => rng.normal()));
  const surface = model.surface(randomData(6, 3, 300));
  const { hessian } = surface.projectedHessian!(phi, directions);
  const first = surface.projectedHessian!(phi, directions.slice(0, 2)).hessian;
  const corner = [hessian[0]!, hessian[1]!, hessian[1100]!, hessian[1101]!];
  assertClose(corner, first, 1e-5 * Math.max(...first));
});

Deno.test("surface().projectedHessian() gives its memory back when the batch is wrong", () => {
  const model = mlp([6, 4, 3]);
  const phi = model.init(random(0, "init"));
  const surface = model.surface(randomData(6, 3, 300));
  /** Where the next array would be that is as large as the tangents of a layer. */
  function nextPlace(): number {
    const arena = createArena();
    const { byteOffset } = arena.float32(200 * 256 * 4);
    arena.release();
    return byteOffset;
  }
  const place = nextPlace();
  const directions = new Array<Float32Array>(200).fill(phi);
  const wrong = Uint32Array.of(300);
  assertThrows(
    () => surface.projectedHessian!(phi, directions, wrong),
    RangeError,
    "no example 300",
  );
  assertEquals(nextPlace(), place);
});

Deno.test("surface().gradient() agrees with TensorFlow.js's automatic differentiation", async () => {
  await tf.setBackend("cpu");
  const model = mlp([4, 6, 3]);
  const phi = model.init(random(4, "init"));
  const data = randomData(4, 3, 20);
  const gradient = new Float32Array(model.dim);
  const loss = model.surface(data).gradient(phi, gradient);
  const start = tf.memory().numTensors;
  tf.tidy(() => {
    const x = tf.tensor2d(data.x, [20, 4]);
    const y = tf.oneHot(tf.tensor1d(data.y, "int32"), 3);
    const parameters = model.layout.parameters.map(({ name, shape }) =>
      tf.tensor(viewParameter(model.layout, phi, name), [...shape])
    );
    const { value, grads } = tf.valueAndGrads((...[w1, b1, w2, b2]: tf.Tensor[]) => {
      const h = tf.relu(tf.add(tf.matMul(x, w1!), b1!));
      const logits = tf.add(tf.matMul(h, w2!), b2!);
      return tf.losses.softmaxCrossEntropy(y, logits) as tf.Scalar;
    })(parameters);
    assertClose([loss], value.dataSync(), 1e-6);
    assertClose(gradient, grads.flatMap((grad) => [...grad.dataSync()]), 1e-6);
  });
  assertEquals(tf.memory().numTensors, start);
});

Deno.test("mlp() counts the parameters of figure 20.2's networks", () => {
  const dims = [[298], [100, 100], [75, 75, 75], [63, 63, 63, 63]].map((hidden) =>
    mlp([40, ...hidden, 10]).dim
  );
  assertEquals(dims, [15208, 15210, 15235, 15319]);
});

Deno.test("mlp().init() draws He-uniform weights and zero biases", () => {
  const model = mlp([50, 200, 10]);
  const phi = model.init(random(0, "init"));
  assertEquals(phi, model.init(random(0, "init"), "he"));
  for (const [name, fanIn] of [["weight1", 50], ["weight2", 200]] as const) {
    const weights = viewParameter(model.layout, phi, name);
    const bound = Math.sqrt(6 / fanIn);
    const largest = Math.max(...weights.map(Math.abs));
    assertEquals(largest <= Math.fround(bound) && largest > 0.99 * bound, true);
    // The standard error of a mean of n draws from U(−b, b) is b / √(3n).
    const mean = weights.reduce((sum, w) => sum + w) / weights.length;
    assertEquals(Math.abs(mean) < 4 * bound / Math.sqrt(3 * weights.length), true);
  }
  for (const name of ["bias1", "bias2"]) {
    assertEquals(viewParameter(model.layout, phi, name).every((b) => b === 0), true);
  }
});

Deno.test("mlp().init() draws Xavier's bounds, and so the norm that they imply", () => {
  const model = mlp([784, 200, 200, 10]);
  const phi = model.init(random(0, "init"), "xavier");
  const bounds = { weight1: 6 / 984, weight2: 6 / 400, weight3: 6 / 210 };
  for (const [name, square] of Object.entries(bounds)) {
    const largest = viewParameter(model.layout, phi, name)
      .reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    assertClose([largest / Math.sqrt(square)], [1], 0.005);
  }
  const zero = (name: string) => viewParameter(model.layout, phi, name).every((b) => b === 0);
  assertEquals(["bias1", "bias2", "bias3"].map(zero), [true, true, true]);
  // The sum over layers of 2·inputs·outputs / (inputs + outputs).
  assertClose([phi.reduce((sum, w) => sum + w * w, 0) / 537.7], [1], 0.01);
});

Deno.test("mlp().init() draws PyTorch's default with biases as large as the weights", () => {
  const model = mlp([100, 2000, 10]);
  const phi = model.init(random(0, "init"), "pytorch");
  const largest = (name: string) =>
    viewParameter(model.layout, phi, name).reduce(
      (max, value) => Math.max(max, Math.abs(value)),
      0,
    );
  assertClose([largest("weight1"), largest("bias1")], [0.1, 0.1], 0.001);
  assertClose([largest("weight2")], [1 / Math.sqrt(2000)], 0.0003);
});

Deno.test("surface() stays finite where the exponential function overflows", () => {
  const data = dataset(new Float32Array([1]), new Uint8Array([1]), 3);
  const surface = mlp([1, 3]).surface(data);
  const gradient = new Float32Array(6);
  const phi = new Float32Array([1000, -1000, 0, 0, 0, 0]);
  assertEquals(surface.gradient(phi, gradient), 2000);
  assertEquals([...gradient], [1, -1, 0, 1, -1, 0]);
});

Deno.test("surface() returns NaN for NaN parameters and counts no example as right", () => {
  const surface = mlp([2, 4, 3]).surface(dataset(new Float32Array(4), new Uint8Array(2), 3));
  const phi = new Float32Array(27).fill(NaN);
  assertEquals(surface.loss(phi), NaN);
  assertEquals(surface.accuracy(phi), 0);
});

Deno.test("surface() refuses data and vectors that do not fit", () => {
  const model = mlp([4, 3, 2]);
  assertThrows(() => model.surface(randomData(5, 2, 3)), UserError, "5 inputs and 2 classes");
  assertThrows(() => model.surface(randomData(4, 3, 3)), UserError, "4 inputs and 3 classes");
  const surface = model.surface(randomData(4, 2, 3));
  const phi = model.init(random(0, "init"));
  assertThrows(() => surface.loss(phi.subarray(1)), RangeError, "got 22.");
  assertThrows(() => surface.gradient(phi, new Float32Array(24)), RangeError, "got 24.");
  assertThrows(() => surface.loss(phi, new Uint32Array([3])), RangeError, "no example 3");
  assertThrows(() => surface.loss(phi, new Uint32Array(0)), RangeError, "empty batch");
});

Deno.test("mlp() refuses widths that make no network", () => {
  for (const widths of [[4], [4, 0, 2], [4, 2.5, 2]]) {
    assertThrows(() => mlp(widths), UserError, widths.join(", "));
  }
});

Deno.test("surface().gradient() allocates no arrays for data from call to call", () => {
  const model = mlp([20, 100, 10]);
  const surface = model.surface(randomData(20, 10, 1000));
  const phi = model.init(random(0, "init"));
  const gradient = new Float32Array(model.dim);
  const batch = Uint32Array.from({ length: 500 }, (_, i) => i);
  surface.gradient(phi, gradient, batch);
  const lengths: number[] = [];
  const Original = globalThis.Float32Array;
  // A view is made of a buffer; anything else is new memory.
  globalThis.Float32Array = new Proxy(Original, {
    construct(target, args, newTarget) {
      if (!(args[0] instanceof ArrayBuffer)) lengths.push(Number(args[0]));
      return Reflect.construct(target, args, newTarget);
    },
  });
  try {
    surface.gradient(phi, gradient);
    surface.gradient(phi, gradient, batch);
    surface.accuracy(phi);
  } finally {
    globalThis.Float32Array = Original;
  }
  assertEquals(lengths, []);
});

Deno.test("an MLP's loss that was not finite leaves nothing behind", () => {
  for (const loss of ["crossEntropy", "mse"] as const) {
    const net = mlp([8, 6, 3], { loss });
    const rng = random(1, "data");
    const x = Float32Array.from({ length: 50 * 8 }, () => rng.normal());
    const y = Uint8Array.from({ length: 50 }, () => rng.integer(3));
    const surface = net.surface({ name: "noise", x, y, size: 50, shape: [8], classes: 3 });
    const phi = net.init(random(1, "init"));
    const [expected, gradient] = [new Float32Array(net.dim), new Float32Array(net.dim)];
    const value = surface.gradient(phi, expected);
    for (const bad of [phi.map((w) => 1e25 * w), phi.map(() => NaN)]) {
      assertEquals(Number.isFinite(surface.gradient(bad, gradient)), false);
      assertEquals(surface.loss(phi), value);
      assertEquals(surface.gradient(phi, gradient), value);
      assertEquals(gradient, expected);
    }
  }
});
