import { assertAlmostEquals } from "@std/assert";
import type { Tensor4D } from "@tensorflow/tfjs";
import { random } from "lib/random.ts";
import { assertSameOnCpu, between, normals, tf, withGradients } from "./compare.ts";

Deno.test("maxPool(), avgPool() and their derivatives equal those of the cpu backend", async () => {
  const rng = random(0, "pooling");
  for (let i = 0; i < 48; i++) {
    const channels = [1, 4, 6, 16, 23, 32][rng.integer(6)]!;
    const shape = [between(rng, 0, 3), between(rng, 4, 9), between(rng, 4, 9), channels];
    const filter: [number, number] = [between(rng, 1, 4), between(rng, 1, 4)];
    const strides: [number, number] = [between(rng, 1, 3), between(rng, 1, 3)];
    const pad = i % 2 ? "same" : "valid";
    const x = normals(rng, shape);
    const label = `${shape}, window ${filter}, strides ${strides}, padding ${pad}`;
    await assertSameOnCpu(
      () => withGradients((x) => tf.maxPool(x as Tensor4D, filter, strides, pad), [x()]),
      `maxPool ${label}`,
    );
    // At the edges the derivative of the cpu backend's avgPool is not that of its value.
    const avgPool = (x?: unknown) => tf.avgPool(x as Tensor4D, filter, strides, pad);
    await assertSameOnCpu(
      () => pad === "same" ? [avgPool(x())] : withGradients(avgPool, [x()]),
      `avgPool ${label}`,
    );
  }
});

Deno.test("avgPool() has the adjoint of its linear map as derivative, also at the edges", () => {
  const rng = random(1, "pooling");
  for (const [filter, stride] of [[3, 2], [2, 1], [4, 3]] as const) {
    const [x, u] = [normals(rng, [2, 7, 6, 5]), normals(rng, [2, 7, 6, 5])];
    tf.tidy(() => {
      const f = (x: Tensor4D) => tf.avgPool(x, filter, stride, "same");
      const [y, dx] = withGradients((x) => f(x as Tensor4D), [x()]) as [Tensor4D, Tensor4D];
      const dy = tf.tensor4d(
        Float32Array.from({ length: y.size }, (_, i) => Math.round(8 * Math.sin(i + 1)) / 8),
        y.shape,
      );
      const dot = (a: Tensor4D, b: Tensor4D) => tf.sum(tf.mul(a, b)).dataSync()[0]!;
      assertAlmostEquals(dot(f(u() as Tensor4D), dy), dot(u() as Tensor4D, dx), 1e-4);
    });
  }
});
