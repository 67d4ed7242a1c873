import { assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { Dataset } from "lib/datasets/dataset.ts";
import { UserError } from "lib/errors.ts";
import { maxout } from "lib/models/maxout.ts";
import { random } from "lib/random.ts";
import { countWeights } from "lib/analysis/masks.ts";

const rng = random(0, "test");

function randomData(inputs: number, classes: number, size: number): Dataset {
  const x = Float32Array.from({ length: size * inputs }, () => rng.normal());
  const y = Uint8Array.from({ length: size }, () => rng.integer(classes));
  return { name: "noise", x, y, size, shape: [inputs], classes };
}

/** Outputs for one example, in double precision, straight from the definition. */
function outputs(widths: number[], pieces: number, phi: Float64Array, x: number[]): number[] {
  let [at, values] = [0, x];
  widths.slice(1).forEach((width, i) => {
    const count = i + 2 === widths.length ? 1 : pieces;
    const columns = width * count;
    const z = Array.from(
      { length: columns },
      (_, j) =>
        values.reduce((sum, value, k) => sum + value * phi[at + k * columns + j]!, 0) +
        phi[at + values.length * columns + j]!,
    );
    at += (values.length + 1) * columns;
    values = Array.from(
      { length: width },
      (_, j) => Math.max(...z.slice(j * count, (j + 1) * count)),
    );
  });
  return values;
}

/** Mean cross-entropy and accuracy over the examples. */
function reference(
  widths: number[],
  pieces: number,
  phi: Float64Array,
  data: Dataset,
  examples: number[],
): { loss: number; accuracy: number } {
  let [loss, correct] = [0, 0];
  for (const i of examples) {
    const z = outputs(widths, pieces, phi, [...data.x.slice(i * widths[0]!, (i + 1) * widths[0]!)]);
    loss += Math.log(z.reduce((sum, value) => sum + Math.exp(value), 0)) - z[data.y[i]!]!;
    if (z.indexOf(Math.max(...z)) === data.y[i]) correct++;
  }
  return { loss: loss / examples.length, accuracy: correct / examples.length };
}

for (const [widths, pieces] of [[[5, 3], 2], [[5, 4, 3], 1], [[5, 6, 7, 4], 3]] as const) {
  const name = `${widths.join("-")}, ${pieces} pieces`;
  Deno.test(`maxout() has the loss and gradient of its definition, ${name}`, async () => {
    const model = await maxout(widths, pieces);
    // More examples than go through the network at a time.
    const data = randomData(widths[0], widths.at(-1)!, 300);
    const phi = model.init(rng).map((value) => value + 0.1 * rng.normal());
    const surface = model.surface(data);
    const point = Float64Array.from(phi);
    const all = Array.from({ length: 300 }, (_, i) => i);
    const at = (examples: number[]) => reference([...widths], pieces, point, data, examples);
    const expected = at(all);
    assertAlmostEquals(surface.evaluate(phi).loss, expected.loss, 1e-6);
    assertAlmostEquals(surface.accuracy(phi), expected.accuracy, 1e-12);
    for (const batch of [undefined, Uint32Array.from([3, 299, 0, 3, 77])]) {
      const examples = batch ? [...batch] : all;
      const gradient = new Float32Array(model.dim).fill(NaN);
      assertAlmostEquals(surface.gradient(phi, gradient, batch), at(examples).loss, 1e-6);
      assertAlmostEquals(surface.loss(phi, batch), at(examples).loss, 1e-6);
      // Over all examples it takes long, so only some of the numbers are compared.
      for (let i = 0; i < model.dim; i += batch ? 1 : 13) {
        const [value, h] = [point[i]!, 1e-6];
        point[i] = value + h;
        const above = at(examples).loss;
        point[i] = value - h;
        const below = at(examples).loss;
        point[i] = value;
        assertAlmostEquals(gradient[i]!, (above - below) / (2 * h), 1e-5);
      }
    }
  });
}

Deno.test("maxout() starts with weights of variance 1 / fan-in and no biases", async () => {
  const { layout, init } = await maxout([100, 50, 10], 4);
  const phi = init(random(0, "init"));
  for (const { shape, offset, size } of layout.parameters) {
    const values = phi.subarray(offset, offset + size);
    const power = values.reduce((sum, x) => sum + x * x, 0) / size;
    if (shape.length < 2) assertEquals(power, 0);
    else assertAlmostEquals(power * shape[0]!, 1, 4 / Math.sqrt(size));
  }
});

Deno.test("the biases of maxout()'s pieces do not count as weights", async () => {
  const { layout, dim } = await maxout([5, 3, 2], 4);
  assertEquals(countWeights(layout, new Float32Array(dim)).total, 5 * 12 + 3 * 2);
});

Deno.test("maxout() refuses impossible widths, and data that do not fit", async () => {
  const remedy = "as positive integers";
  await assertRejects(() => maxout([5], 2), UserError, remedy);
  await assertRejects(() => maxout([5, 2], 0), UserError, remedy);
  await assertRejects(() => maxout([5, 1.5], 2), UserError, remedy);
  const data = randomData(5, 3, 4);
  const surface = async (widths: number[]) => (await maxout(widths, 2)).surface(data);
  await assertRejects(() => surface([6, 3]), UserError, "the network 6 inputs");
  await assertRejects(() => surface([5, 4]), UserError, "and 4 outputs");
  const fitting = await surface([5, 3]);
  assertThrows(() => fitting.loss(new Float32Array(3)), RangeError);
});
