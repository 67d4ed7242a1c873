import { assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import type { Dataset } from "lib/datasets/dataset.ts";
import { UserError } from "lib/errors.ts";
import type { Teacher } from "lib/models/distillation.ts";
import { mlp } from "lib/models/mlp.ts";
import { random } from "lib/random.ts";

const [inputs, hidden, classes, size] = [3, 4, 3, 300]; // more examples than pass at a time
const rng = random(0, "data");
const data: Dataset = {
  name: "test",
  x: Float32Array.from({ length: size * inputs }, () => rng.normal()),
  y: Uint8Array.from({ length: size }, () => rng.integer(classes)),
  size,
  shape: [inputs],
  classes,
};
const logits = Float32Array.from({ length: size * classes }, () => 2 * rng.normal());
const model = mlp([inputs, hidden, classes], { activation: "tanh" });
const phi = model.init(random(0, "init"), "pytorch");
const teachers: Teacher[] = [
  { logits },
  { logits, weight: 0.3 },
  { logits, temperature: 1 },
  { logits, temperature: 4, weight: 2 },
];

/** The network's outputs at one example, in double precision. */
function outputsAt(phi: Float64Array, n: number): number[] {
  const bias1 = inputs * hidden, weight2 = bias1 + hidden, bias2 = weight2 + hidden * classes;
  const h = Array.from({ length: hidden }, (_, i) => {
    let sum = phi[bias1 + i]!;
    for (let j = 0; j < inputs; j++) sum += data.x[n * inputs + j]! * phi[j * hidden + i]!;
    return Math.tanh(sum);
  });
  return Array.from({ length: classes }, (_, k) => {
    const sum = h.reduce((sum, unit, i) => sum + unit * phi[weight2 + i * classes + k]!, 0);
    return sum + phi[bias2 + k]!;
  });
}

function softmax(z: readonly number[], temperature: number): number[] {
  const powers = z.map((value) => Math.exp(value / temperature));
  return powers.map((power) => power / powers.reduce((a, b) => a + b));
}

/** The student's loss by its definition, in double precision. */
function lossByDefinition(
  phi: Float64Array,
  teacher: Teacher,
  examples: ArrayLike<number>,
): number {
  const { logits, weight = 1, temperature: t } = teacher;
  let total = 0;
  for (const n of Array.from(examples)) {
    const z = outputsAt(phi, n);
    const v = [...logits.subarray(n * classes, (n + 1) * classes)];
    total -= Math.log(softmax(z, 1)[data.y[n]!]!);
    if (t === undefined) {
      total += weight * z.reduce((sum, value, k) => sum + (value - v[k]!) ** 2, 0) / (2 * classes);
    } else {
      const [q, p] = [softmax(z, t), softmax(v, t)];
      total += weight * t * t * p.reduce((sum, x, k) => sum + x * Math.log(x / q[k]!), 0);
    }
  }
  return total / examples.length;
}

const everything = Uint32Array.from({ length: size }, (_, i) => i);
const batch = new Uint32Array([7, 299, 7, 123, 0]);

Deno.test("distillation() is the labels' loss plus the teacher's, and its gradient the differences", () => {
  const double = Float64Array.from(phi);
  for (const teacher of teachers) {
    const surface = model.distillation(data, teacher);
    for (const examples of [undefined, batch]) {
      const loss = () => lossByDefinition(double, teacher, examples ?? everything);
      const gradient = new Float32Array(model.dim);
      assertAlmostEquals(surface.loss(phi, examples), loss(), 1e-5);
      assertAlmostEquals(surface.gradient(phi, gradient, examples), loss(), 1e-5);
      for (let i = 0; i < model.dim; i++) {
        const at = double[i]!;
        double[i] = at + 1e-6;
        const higher = loss();
        double[i] = at - 1e-6;
        const difference = (higher - loss()) / 2e-6;
        double[i] = at;
        assertAlmostEquals(gradient[i]!, difference, 2e-6 + 1e-5 * Math.abs(difference));
      }
    }
  }
});

Deno.test("the teacher's loss is zero, and so is its gradient, where the logits are the student's", () => {
  const surface = model.surface(data);
  const own = surface.outputs(phi);
  const [expected, gradient] = [new Float32Array(model.dim), new Float32Array(model.dim)];
  const loss = surface.gradient(phi, expected);
  for (const temperature of [undefined, 1, 5]) {
    const teacher = temperature ? { logits: own, temperature } : { logits: own };
    const student = model.distillation(data, teacher);
    assertAlmostEquals(student.gradient(phi, gradient), loss, 1e-5);
    gradient.forEach((x, i) => assertAlmostEquals(x, expected[i]!, 1e-6));
    assertEquals(student.evaluate(phi).accuracy, surface.evaluate(phi).accuracy);
  }
});

Deno.test("a high temperature matches the logits, but for a constant in each example", () => {
  // On a network of biases alone: its outputs are φ, with mean 0, and so are the teacher's.
  const biases = mlp([1, 2]);
  const one = { name: "one", x: new Float32Array(1), y: new Uint8Array(1), size: 1, shape: [1] };
  const at = new Float32Array([0, 0, 0.7, -0.7]);
  const slope = (teacher?: Teacher) => {
    const set = { ...one, classes: 2 };
    const surface = teacher ? biases.distillation(set, teacher) : biases.surface(set);
    const gradient = new Float32Array(4);
    surface.gradient(at, gradient);
    return gradient[2]!;
  };
  const teacher = { logits: new Float32Array([-1, 1]) };
  assertAlmostEquals(slope(teacher) - slope(), (0.7 + 1) / 2, 1e-6);
  assertAlmostEquals(slope({ ...teacher, temperature: 100 }) - slope(), (0.7 + 1) / 2, 1e-3);
  assertLess(slope({ ...teacher, temperature: 1 }) - slope(), 0.7);
});

Deno.test("outputs() are the logits, in the order of the examples", () => {
  const outputs = model.surface(data).outputs(phi);
  assertEquals(outputs.length, size * classes);
  for (const n of [0, 255, 256, 299]) {
    const expected = outputsAt(Float64Array.from(phi), n);
    expected.forEach((z, k) => assertAlmostEquals(outputs[n * classes + k]!, z, 1e-5));
  }
});

Deno.test("distillation() refuses what does not fit", () => {
  const short = { logits: new Float32Array(5) };
  assertThrows(() => model.distillation(data, short), UserError, "has 900 logits, not 5");
  assertThrows(() => model.distillation(data, { logits, temperature: 0 }), UserError, "of 0");
  const squared = mlp([inputs, classes], { loss: "mse" });
  assertThrows(() => squared.distillation(data, { logits }), UserError, "mse");
});
