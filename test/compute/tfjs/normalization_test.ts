import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import { batchNorm } from "lib/compute/tfjs/batch_norm.ts";
import { whiten } from "lib/compute/tfjs/whiten.ts";
import { random } from "lib/random.ts";
import { assertSameOnCpu, normals, tf, withGradients } from "./compare.ts";

Deno.test("localResponseNormalization() and its derivative equal those of the cpu backend", async () => {
  const rng = random(0, "lrn");
  for (const channels of [1, 4, 12, 15, 64]) {
    for (
      const [radius, bias, alpha, beta] of [[4, 1, 0.001 / 9, 0.75], [2, 2, 0.3, 0.5], [
        1,
        0.5,
        0.1,
        1.25,
      ], [3, 1, 0.2, 0.3]] as const
    ) {
      const x = normals(rng, [2, 3, 2, channels]);
      await assertSameOnCpu(
        () =>
          withGradients(
            (x) => tf.localResponseNormalization(x as Tensor4D, radius, bias, alpha, beta),
            [x()],
          ),
        `${channels} channels, radius ${radius}, beta ${beta}`,
      );
    }
  }
});

/** The definition, in operations with derivatives of their own. */
function composed(x: Tensor, scale: Tensor, offset: Tensor, relu: boolean): Tensor {
  const axes = x.shape.slice(0, -1).map((_, i) => i);
  const centered = tf.sub(x, tf.mean(x, axes));
  const variance = tf.mean(tf.square(centered), axes);
  const z = tf.add(
    tf.mul(tf.div(centered, tf.sqrt(tf.add(variance, 1e-5))), scale),
    offset,
  );
  return relu ? tf.relu(z) : z;
}

Deno.test("batchNorm() and its derivatives equal those of its definition", async () => {
  const rng = random(0, "batch norm");
  for (const shape of [[7, 3], [2, 3, 3, 4], [5, 6, 6, 13], [3, 10, 10, 24]]) {
    for (const relu of [false, true]) {
      const channels = shape.at(-1)!;
      const [x, scale, offset] = [shape, [channels], [channels]].map((s) => normals(rng, s));
      const inputs = () => [x!(), scale!(), offset!()];
      await assertSameOnCpu(
        () => withGradients((x, s, o) => batchNorm(tf, x!, s!, o!, { relu }), inputs()),
        `${shape}, ReLU ${relu}`,
        1e-5,
        () => withGradients((x, s, o) => composed(x!, s!, o!, relu), inputs()),
      );
    }
  }
});

Deno.test("batchNorm() of several tensors is that of their channels together", async () => {
  const rng = random(1, "batch norm");
  const parts = [3, 12, 1, 8].map((channels) => normals(rng, [3, 7, 7, channels]));
  const [scale, offset] = [normals(rng, [24]), normals(rng, [24])];
  const inputs = () => [scale(), offset(), ...parts.map((make) => make())];
  await assertSameOnCpu(
    () => withGradients((s, o, ...x) => batchNorm(tf, x, s!, o!, { relu: true }), inputs()),
    "batchNorm() of four tensors",
    1e-5,
    () => withGradients((s, o, ...x) => composed(tf.concat(x, 3), s!, o!, true), inputs()),
  );
});

Deno.test("batchNorm() keeps its precision when the mean is large", async () => {
  const rng = random(1, "batch norm");
  const x = normals(rng, [400, 5]);
  const far = () => tf.add(x(), 64);
  const ones = () => tf.ones([5]);
  await assertSameOnCpu(
    () => [batchNorm(tf, far(), ones(), tf.zeros([5]))],
    "mean 64",
    1e-5,
    () => [composed(x(), ones(), tf.zeros([5]), false)],
  );
});

Deno.test("whiten() and its derivative equal those of its definition", async () => {
  const rng = random(2, "whiten");
  for (const shape of [[1, 7], [3, 5, 4, 3], [2, 12, 12, 3]]) {
    const x = normals(rng, shape);
    const axes = shape.slice(1).map((_, i) => i + 1);
    const composed = (x: Tensor) => {
      const centered = tf.sub(x, tf.mean(x, axes, true));
      const variance = tf.mean(tf.square(centered), axes, true);
      return tf.div(centered, tf.sqrt(tf.add(variance, 1e-6)));
    };
    await assertSameOnCpu(
      () => withGradients((x) => whiten(tf, x!), [x()]),
      `${shape}`,
      1e-5,
      () => withGradients((x) => composed(x!), [x()]),
    );
  }
});
