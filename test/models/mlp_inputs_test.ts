import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { Dataset } from "lib/datasets/dataset.ts";
import { mlp } from "lib/models/mlp.ts";
import { withoutZeroInputs } from "lib/models/mlp_inputs.ts";
import { mlpShape } from "lib/models/mlp_shape.ts";
import { random } from "lib/random.ts";

/** The inputs of the wide network that are not always 0. */
const used = [1, 2, 5, 8, 9, 13, 14];
const inputs = 17;

/** Examples with inputs in use alone, and the same among others that are 0. */
function createData(): { dense: Dataset; wide: Dataset } {
  const rng = random(3, "data");
  const size = 300;
  const x = Float32Array.from({ length: size * used.length }, () => rng.normal());
  const wideX = new Float32Array(size * inputs);
  x.forEach((value, i) => {
    const example = Math.floor(i / used.length);
    wideX[example * inputs + used[i % used.length]!] = value;
  });
  const y = Uint8Array.from({ length: size }, () => rng.integer(3));
  const dense = { name: "dense", x, y, size, shape: [used.length], classes: 3 };
  const wide = { name: "wide", x: wideX, y, size, shape: [inputs], classes: 3 };
  return { dense, wide };
}

/** The part of a vector like φ of the wide network that the dense network has, too. */
function toDense(wide: Float32Array, outputs: number): Float32Array {
  const rows = used.flatMap((input) => [...wide.subarray(input * outputs, (input + 1) * outputs)]);
  return Float32Array.from([...rows, ...wide.subarray(inputs * outputs)]);
}

function assertClose(actual: Float32Array | Float64Array, expected: Float32Array | Float64Array) {
  assertEquals(actual.length, expected.length);
  actual.forEach((value, i) => assertAlmostEquals(value, expected[i]!, 1e-5));
}

/** Asserts that the derivatives are those of the dense network, and 0 for other inputs. */
function assertSame(wide: Float32Array, dense: Float32Array, outputs: number): void {
  assertClose(toDense(wide, outputs), dense);
  for (let input = 0; input < inputs; input++) {
    if (used.includes(input)) continue;
    const row = wide.subarray(input * outputs, (input + 1) * outputs);
    assertEquals([...row], new Array(outputs).fill(0));
  }
}

const hiddens = [[], [8], [9, 6]]; // widths that fill SIMD vectors, and others
for (const hidden of hiddens) {
  for (const bias of [true, false]) {
    Deno.test(`inputs that are always 0 change nothing, [${hidden}], bias ${bias}`, () => {
      const { dense, wide } = createData();
      const wideNet = mlp([inputs, ...hidden, 3], { bias, activation: "tanh" });
      const denseNet = mlp([used.length, ...hidden, 3], { bias, activation: "tanh" });
      const outputs = hidden[0] ?? 3;
      const phi = wideNet.init(random(1, "init"), "pytorch");
      const densePhi = toDense(phi, outputs);
      const wideSurface = wideNet.surface(wide);
      const denseSurface = denseNet.surface(dense);
      for (const batch of [undefined, Uint32Array.from([3, 299, 0, 3])]) {
        const gradient = new Float32Array(wideNet.dim).fill(NaN);
        const denseGradient = new Float32Array(denseNet.dim);
        const loss = wideSurface.gradient(phi, gradient, batch);
        assertAlmostEquals(loss, denseSurface.gradient(densePhi, denseGradient, batch), 1e-6);
        assertSame(gradient, denseGradient, outputs);

        const rng = random(2, "directions");
        const directions = [1, 2].map(() => gradient.map(() => rng.normal()));
        const product = new Float32Array(wideNet.dim).fill(NaN);
        const denseProduct = new Float32Array(denseNet.dim);
        wideSurface.hvp!(phi, directions[0]!, product, batch);
        denseSurface.hvp!(densePhi, toDense(directions[0]!, outputs), denseProduct, batch);
        assertSame(product, denseProduct, outputs);

        const projected = wideSurface.projectedHessian!(phi, directions, batch);
        const denseDirections = directions.map((direction) => toDense(direction, outputs));
        const expected = denseSurface.projectedHessian!(densePhi, denseDirections, batch);
        assertClose(projected.hessian, expected.hessian);
        assertClose(projected.gaussNewton, expected.gaussNewton);
      }
    });
  }
}

Deno.test("inputs that are always 0 are left out, up to whole SIMD vectors", () => {
  const { dense, wide } = createData();
  const shape = mlpShape([inputs, 8, 3], {}, "test");
  const small = withoutZeroInputs(shape, wide);
  assertEquals(small.shape.widths, [8, 8, 3]);
  assertEquals([...small.data.x.subarray(0, 8)], [
    0, // input 0 fills up the row
    ...dense.x.subarray(0, 7),
  ]);
  assertEquals(small.shape.layout, shape.layout);
});

Deno.test("data that use all inputs, or nearly all, stay as they are", () => {
  const { dense } = createData();
  const shape = mlpShape([used.length, 8, 3], {}, "test");
  assertEquals(withoutZeroInputs(shape, dense), { shape, data: dense });
  dense.x.forEach((_, i) => {
    if (i % used.length === 4) dense.x[i] = 0; // 6 of 7, which need 8 places
  });
  assertEquals(withoutZeroInputs(shape, dense), { shape, data: dense });
});
