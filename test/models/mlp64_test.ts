import { assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import type { Dataset } from "lib/datasets/dataset.ts";
import { UserError } from "lib/errors.ts";
import { mlp } from "lib/models/mlp.ts";
import { mlp64 } from "lib/models/mlp64.ts";
import type { MlpOptions } from "lib/models/mlp_shape.ts";
import { random } from "lib/random.ts";
import cases from "./fixtures/mlp64.json" with { type: "json" };

function dataset(x: Float32Array, y: Uint8Array, classes: number): Dataset {
  const shape = [x.length / y.length];
  return { name: "test", x, y, size: y.length, shape, classes };
}

function randomData(inputs: number, classes: number, size: number): Dataset {
  const rng = random(0, "data");
  const x = Float32Array.from({ length: size * inputs }, () => rng.normal());
  return dataset(x, Uint8Array.from({ length: size }, () => rng.integer(classes)), classes);
}

function randomPhi(dim: number): Float64Array {
  const rng = random(1, "phi");
  return Float64Array.from({ length: dim }, () => 0.5 * rng.normal());
}

const variants: MlpOptions[] = [
  { activation: "tanh", loss: "crossEntropy", bias: true },
  { activation: "tanh", loss: "mse", bias: false },
  { activation: "relu", loss: "crossEntropy", bias: false },
  { activation: "relu", loss: "mse", bias: true },
];

Deno.test("mlp64() agrees with PyTorch's loss, gradient and Hessian", () => {
  for (const { widths, activation, kind, bias, ...expected } of cases) {
    const options = { activation, loss: kind, bias } as MlpOptions;
    const model = mlp64(widths, options);
    const data = dataset(
      Float32Array.from(expected.x),
      Uint8Array.from(expected.y),
      widths.at(-1)!,
    );
    const phi = Float64Array.from(expected.phi);
    const [gradient, hessian] = [new Float64Array(model.dim), new Float64Array(model.dim ** 2)];
    assertAlmostEquals(
      model.surface(data).hessian(phi, gradient, hessian),
      expected.loss,
      1e-12,
    );
    gradient.forEach((x, i) => assertAlmostEquals(x, expected.gradient[i]!, 1e-11));
    let at = 0;
    for (let i = 0; i < model.dim; i++) {
      for (let j = i; j < model.dim; j++, at++) {
        assertAlmostEquals(hessian[i * model.dim + j]!, expected.upperTriangle[at]!, 1e-11);
      }
    }
    assertEquals(at, expected.upperTriangle.length);
  }
});

Deno.test("gradient() and hessian() are the differences of the loss and gradient()", () => {
  // More examples than pass at a time, and not a multiple of it.
  const data = randomData(4, 3, 133);
  for (const options of variants) {
    const model = mlp64([4, 5, 4, 3], options);
    const surface = model.surface(data);
    const phi = randomPhi(model.dim);
    const [gradient, hessian] = [new Float64Array(model.dim), new Float64Array(model.dim ** 2)];
    surface.hessian(phi, gradient, hessian);
    const [ahead, behind] = [new Float64Array(model.dim), new Float64Array(model.dim)];
    const step = 1e-6;
    for (let i = 0; i < model.dim; i++) {
      const at = phi[i]!;
      phi[i] = at + step;
      const higher = surface.gradient(phi, ahead);
      phi[i] = at - step;
      const lower = surface.gradient(phi, behind);
      phi[i] = at;
      assertAlmostEquals(gradient[i]!, (higher - lower) / (2 * step), 1e-8);
      ahead.forEach((x, j) =>
        assertAlmostEquals(hessian[i * model.dim + j]!, (x - behind[j]!) / (2 * step), 1e-8)
      );
    }
  }
});

Deno.test("hessian() is symmetric and returns what gradient() returns", () => {
  for (const options of variants) {
    const model = mlp64([6, 4, 3], options);
    const surface = model.surface(randomData(6, 3, 70));
    const phi = randomPhi(model.dim);
    const [alone, gradient] = [new Float64Array(model.dim), new Float64Array(model.dim)];
    const hessian = new Float64Array(model.dim ** 2).fill(NaN);
    assertEquals(surface.hessian(phi, gradient, hessian), surface.gradient(phi, alone));
    assertEquals(gradient, alone);
    hessian.forEach((x, at) => {
      const [i, j] = [Math.floor(at / model.dim), at % model.dim];
      assertEquals(x, hessian[j * model.dim + i]!);
    });
  }
});

Deno.test("mlp64() has the layout and the loss of mlp()", () => {
  const data = randomData(7, 3, 150);
  const [single, double] = [mlp([7, 6, 5, 3]), mlp64([7, 6, 5, 3])];
  assertEquals(double.layout, single.layout);
  const phi = single.init(random(0, "init"));
  const gradient = new Float32Array(single.dim);
  const loss = single.surface(data).gradient(phi, gradient);
  const exact = new Float64Array(double.dim);
  assertAlmostEquals(double.surface(data).gradient(Float64Array.from(phi), exact), loss, 1e-6);
  gradient.forEach((x, i) => assertLess(Math.abs(x - exact[i]!), 1e-6));
});

Deno.test("mlp64() stays finite where the exponential function overflows", () => {
  const surface = mlp64([1, 2]).surface(dataset(new Float32Array([1]), new Uint8Array([1]), 2));
  const [gradient, hessian] = [new Float64Array(4), new Float64Array(16)];
  assertEquals(surface.hessian(new Float64Array([1000, -1000, 0, 0]), gradient, hessian), 2000);
  assertEquals([...gradient], [1, -1, 1, -1]);
  assertEquals(hessian.every((x) => Math.abs(x) === 0), true);
});

Deno.test("mlp64() refuses widths, data and vectors that do not fit", () => {
  for (const widths of [[4], [4, 0, 2], [4, 2.5, 2]]) {
    assertThrows(() => mlp64(widths), UserError, widths.join(", "));
  }
  const model = mlp64([2, 3]);
  assertThrows(() => model.surface(randomData(3, 3, 4)), UserError, "3 inputs and 3 classes");
  assertThrows(() => model.surface(randomData(2, 2, 4)), UserError, "2 inputs and 2 classes");
  assertThrows(() => model.surface(randomData(2, 3, 0)), UserError, "no examples");
  const surface = model.surface(randomData(2, 3, 4));
  const [nine, ten] = [new Float64Array(9), new Float64Array(10)];
  assertThrows(() => surface.gradient(ten, nine), RangeError, "9 numbers, got 10");
  assertThrows(() => surface.gradient(nine, ten), RangeError, "9 numbers, got 10");
  assertThrows(() => surface.hessian(nine, nine, nine), RangeError, "81 numbers, got 9");
});
