import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { Tensor2D } from "@tensorflow/tfjs";
import { addRelu } from "lib/compute/tfjs/add_relu.ts";
import { crossEntropy } from "lib/compute/tfjs/cross_entropy.ts";
import { random } from "lib/random.ts";
import { assertSameOnCpu, normals, tf, withGradients } from "./compare.ts";

Deno.test("add() of a bias and its derivatives equal those of the cpu backend", async () => {
  const rng = random(0, "elementwise");
  for (const shape of [[3, 1], [3, 5], [0, 4], [2, 3, 2, 8], [2, 3, 2, 11]]) {
    const [x, bias] = [normals(rng, shape), normals(rng, [shape.at(-1)!])];
    await assertSameOnCpu(
      () => withGradients((x, bias) => tf.add(x!, bias!), [x(), bias()]),
      `${shape}`,
    );
  }
  const [x, row] = [normals(rng, [3, 4]), normals(rng, [1, 4])];
  await assertSameOnCpu(() => withGradients((a, b) => tf.add(a!, b!), [x(), row()]), "a row");
  for (const shape of [[], [7], [2, 3, 5]]) {
    const [a, b] = [normals(rng, shape), normals(rng, shape)];
    await assertSameOnCpu(() => withGradients((a, b) => tf.add(a!, b!), [a(), b()]), `${shape}`);
  }
});

Deno.test("addRelu() and its derivatives equal those of its two steps", async () => {
  const rng = random(4, "elementwise");
  for (const shape of [[1, 3], [3, 1], [3, 5], [0, 4], [2, 3, 2, 8], [5, 9, 6, 11]]) {
    for (const other of [[shape.at(-1)!], shape]) {
      const [x, b] = [normals(rng, shape), normals(rng, other)];
      await assertSameOnCpu(
        () => withGradients((x, b) => addRelu(tf, x!, b!), [x(), b()]),
        `${shape} + ${other}`,
        1e-5,
        () => withGradients((x, b) => tf.relu(tf.add(x!, b!)), [x(), b()]),
      );
    }
  }
});

Deno.test("sum() equals that of the cpu backend for all axes", async () => {
  const rng = random(1, "elementwise");
  const axes = [[0], [1], [2], [3], [0, 1], [1, 2], [0, 2], [0, 1, 2], [1, 2, 3], [0, 1, 2, 3]];
  for (const shape of [[2, 3, 5, 4], [3, 200, 2, 17], [2, 0, 3, 4]]) {
    const x = normals(rng, shape);
    await assertSameOnCpu(
      () => axes.flatMap((axis) => [tf.sum(x(), axis), tf.sum(x(), axis, true)]),
      `${shape}`,
    );
  }
});

Deno.test("relu() and its derivative equal those of the cpu backend", async () => {
  const rng = random(2, "elementwise");
  for (const shape of [[1], [7], [4, 8], [0]]) {
    const x = normals(rng, shape);
    await assertSameOnCpu(() => withGradients((x) => tf.relu(x!), [x()]), `${shape}`);
  }
});

Deno.test("crossEntropy() and its derivative equal TensorFlow.js's loss", async () => {
  const rng = random(3, "elementwise");
  for (const [rows, classes] of [[1, 2], [5, 10], [3, 7]] as const) {
    const logits = normals(rng, [rows, classes]);
    const labels = Uint8Array.from({ length: rows }, () => rng.integer(classes));
    const reference = (z?: unknown) =>
      tf.losses.softmaxCrossEntropy(
        tf.oneHot(tf.tensor1d([...labels], "int32"), classes),
        z as Tensor2D,
      );
    await assertSameOnCpu(
      () => withGradients((z) => crossEntropy(tf, z as Tensor2D, labels), [logits()]),
      `${rows} × ${classes}`,
      1e-6,
      () => withGradients(reference, [logits()]),
    );
  }
});

Deno.test("crossEntropy() has no denormal derivatives", () => {
  const [, derivative] = tf.tidy(() =>
    withGradients(
      (z) => crossEntropy(tf, z as Tensor2D, new Uint8Array([0])),
      [tf.tensor2d([[0, -20, -95]])],
    ).map((tensor) => [...tensor.dataSync()]) as never
  ) as unknown as number[][];
  assertAlmostEquals(derivative![1]! * Math.exp(20), 0.875, 1e-6);
  assertEquals(derivative![2], 0);
});

Deno.test("crossEntropy() does not overflow", () => {
  const loss = tf.tidy(() =>
    crossEntropy(tf, tf.tensor2d([[1e4, 0, -1e4]]), new Uint8Array([1])).dataSync()[0]!
  );
  assertAlmostEquals(loss, 1e4);
});
