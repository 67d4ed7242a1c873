import type { Tensor, Tensor2D } from "@tensorflow/tfjs";
import { fullyConnected } from "lib/compute/tfjs/matmul.ts";
import { random } from "lib/random.ts";
import { assertSameOnCpu, between, normals, tf, withGradients } from "./compare.ts";

Deno.test("matMul() and its derivatives equal those of the cpu backend for all transposes", async () => {
  const rng = random(0, "matmul");
  for (let i = 0; i < 24; i++) {
    const [m, n, k] = [between(rng, 1, 9), between(rng, 1, 9), between(rng, 1, 9)];
    const [transposeA, transposeB] = [i % 2 === 1, i % 4 > 1];
    const a = normals(rng, transposeA ? [k, m] : [m, k]);
    const b = normals(rng, transposeB ? [n, k] : [k, n]);
    await assertSameOnCpu(
      () => withGradients((a, b) => tf.matMul(a!, b!, transposeA, transposeB), [a(), b()]),
      `${m}×${k} by ${k}×${n}, ${transposeA}, ${transposeB}`,
    );
  }
});

Deno.test("matMul() broadcasts batches and takes empty ones as the cpu backend does", async () => {
  const rng = random(1, "matmul");
  const shapes: [number[], number[]][] = [
    [[3, 2, 4], [3, 4, 5]],
    [[3, 2, 4], [1, 4, 5]],
    [[1, 2, 4], [3, 4, 5]],
    [[2, 1, 2, 4], [1, 3, 4, 5]],
    [[2, 3, 2, 4], [2, 3, 4, 5]],
    [[0, 2, 4], [0, 4, 5]],
    [[0, 4], [4, 5]],
  ];
  for (const [shapeA, shapeB] of shapes) {
    const [a, b] = [normals(rng, shapeA), normals(rng, shapeB)];
    await assertSameOnCpu(() => [tf.matMul(a(), b())], `${shapeA} by ${shapeB}`);
  }
});

Deno.test("fused.matMul() adds the bias and applies ReLU as the cpu backend does", async () => {
  const rng = random(2, "matmul");
  for (const activation of ["linear", "relu", "sigmoid"] as const) {
    for (const columns of [1, 4, 7]) {
      const [a, b, bias] = [[6, 3], [3, columns], [columns]].map((s) => normals(rng, s)) as [
        () => Tensor,
        () => Tensor,
        () => Tensor,
      ];
      await assertSameOnCpu(
        () => [
          tf.fused.matMul({ a: a() as Tensor2D, b: b() as Tensor2D, bias: bias(), activation }),
          tf.fused.matMul({ a: a() as Tensor2D, b: b() as Tensor2D, activation }),
        ],
        `${activation}, ${columns} columns`,
      );
    }
  }
});

Deno.test("fullyConnected() and its derivatives equal those of its definition", async () => {
  const rng = random(3, "matmul");
  for (const relu of [false, true]) {
    const inputs = [[7, 5], [5, 6], [6]].map((shape) => normals(rng, shape));
    const composed = (x?: Tensor, weight?: Tensor, bias?: Tensor) => {
      const z = tf.add(tf.matMul(x!, weight!), bias!);
      return relu ? tf.relu(z) : z;
    };
    await assertSameOnCpu(
      () =>
        withGradients(
          (x, weight, bias) =>
            fullyConnected(tf, x as Tensor2D, weight as Tensor2D, bias!, { relu }),
          inputs.map((make) => make()),
        ),
      `ReLU ${relu}`,
      1e-5,
      () => withGradients(composed, inputs.map((make) => make())),
    );
  }
});
