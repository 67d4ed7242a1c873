import { assertThrows } from "@std/assert";
import type { Rank, Tensor, Tensor1D, Tensor4D } from "@tensorflow/tfjs";
import { registerConvolution } from "lib/compute/tfjs/convolution.ts";
import { openHeap } from "lib/compute/tfjs/heap.ts";
import { random } from "lib/random.ts";
import { assertSameOnCpu, between, normals, tf, withGradients } from "./compare.ts";

type Strides = [number, number];
type Padding = Parameters<typeof tf.conv2d>[3];

function convolve(strides: Strides | number, pad: Padding) {
  return (x?: Tensor, filter?: Tensor) =>
    tf.conv2d(x as Tensor4D, filter as Tensor4D, strides, pad);
}

Deno.test("conv2d() and its derivatives equal those of the cpu backend", async () => {
  const rng = random(0, "convolution");
  const paddings: Padding[] = ["same", "valid", 1, [[0, 0], [1, 2], [0, 1], [0, 0]]];
  for (let i = 0; i < 60; i++) {
    const channels = [1, 2, 3, 8, 16, 19][rng.integer(6)]!;
    const filterShape = [between(rng, 1, 4), between(rng, 1, 4), channels, between(rng, 1, 6)];
    const shape = [between(rng, 1, 3), between(rng, 4, 9), between(rng, 4, 9), channels];
    const strides: Strides = [between(rng, 1, 3), between(rng, 1, 3)];
    const pad = paddings[i % paddings.length]!;
    // TensorFlow.js takes no padding of one size with different strides.
    const [x, filter] = [normals(rng, shape), normals(rng, filterShape)];
    await assertSameOnCpu(
      () => withGradients(convolve(strides, pad), [x(), filter()]),
      `${shape} with ${filterShape}, strides ${strides}, padding ${pad}`,
    );
  }
});

Deno.test("conv2d() is right when images pass in several parts", async () => {
  const rng = random(1, "convolution");
  for (
    const [shape, filterShape, stride] of [
      [[7, 15, 20, 16], [3, 3, 16, 3], 1],
      [[7, 20, 20, 16], [3, 3, 16, 3], 2],
      [[2, 40, 40, 16], [3, 3, 16, 2], 1],
      [[3, 28, 28, 3], [5, 5, 3, 2], 1],
      [[4, 9, 9, 6], [1, 1, 6, 5], 1],
      [[4, 9, 9, 6], [1, 1, 6, 5], 2],
      // With this many channels, Winograd's algorithm takes it whatever the matrix product.
      [[3, 6, 6, 33], [5, 5, 33, 34], 1],
    ] as const
  ) {
    const [x, filter] = [normals(rng, [...shape]), normals(rng, [...filterShape])];
    await assertSameOnCpu(
      () => withGradients(convolve(stride, "same"), [x(), filter()]),
      `${shape} with ${filterShape}, stride ${stride}`,
    );
  }
});

Deno.test("conv2d() is right with the built-in product and where Winograd's algorithm suits it", async () => {
  registerConvolution(tf, await openHeap(tf.backend(), "none"));
  const rng = random(4, "convolution");
  for (
    const [r, height, width, inputs, outputs, pad] of [
      [3, 8, 8, 16, 9, "same"],
      [3, 9, 7, 10, 13, "same"],
      [3, 9, 10, 9, 8, "valid"],
      [3, 8, 11, 12, 8, [[0, 0], [2, 0], [1, 2], [0, 0]]],
      [5, 14, 13, 8, 9, "same"],
      [5, 9, 8, 11, 8, "valid"],
      [5, 12, 9, 3, 6, "same"],
      [3, 7, 9, 16, 6, "same"],
    ] as [number, number, number, number, number, Padding][]
  ) {
    for (const images of r === 3 && width === 8 ? [1, 60] : [3]) {
      const [x, filter] = [
        normals(rng, [images, height, width, inputs]),
        normals(rng, [r, r, inputs, outputs]),
      ];
      await assertSameOnCpu(
        () => withGradients(convolve(1, pad), [x(), filter()]),
        `${images} of ${height} × ${width} × ${inputs}, ${r} × ${r} × ${outputs}, ${pad}`,
      );
    }
  }
  registerConvolution(tf, await openHeap(tf.backend()));
});

Deno.test("conv2d() takes an empty batch and dilations as the cpu backend does", async () => {
  const rng = random(2, "convolution");
  const [none, some] = [normals(rng, [0, 5, 5, 2]), normals(rng, [2, 7, 7, 2])];
  const filter = normals(rng, [3, 3, 2, 4]);
  await assertSameOnCpu(
    () => withGradients(convolve(1, "same"), [none(), filter()]),
    "an empty batch",
  );
  await assertSameOnCpu(
    () => [tf.conv2d(some() as Tensor4D, filter() as Tensor4D, 1, "same", "NHWC", 2)],
    "dilations",
  );
});

Deno.test("fused.conv2d() adds the bias and applies ReLU as the cpu backend does", async () => {
  const rng = random(3, "convolution");
  const [x, filter, bias] = [[2, 5, 5, 3], [3, 3, 3, 6], [6]].map((s) => normals(rng, s));
  for (const activation of ["linear", "relu", "sigmoid"] as const) {
    await assertSameOnCpu(
      () => [
        tf.fused.conv2d({
          x: x!() as Tensor4D,
          filter: filter!() as Tensor4D,
          strides: 1,
          pad: "same",
          bias: bias!() as Tensor1D,
          activation,
        }),
      ],
      activation,
    );
  }
});

Deno.test("a convolution with dilations has no derivative rather than a wrong one", () => {
  const [x, filter] = [tf.ones<Rank.R4>([1, 6, 6, 2]), tf.ones<Rank.R4>([3, 3, 2, 1])];
  const dilated = (x: Tensor) => tf.sum(tf.conv2d(x as Tensor4D, filter, 1, "valid", "NHWC", 2));
  assertThrows(() => tf.tidy(() => tf.grad(dilated)(x)), Error, "dilation");
  x.dispose();
  filter.dispose();
});
