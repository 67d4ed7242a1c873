import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { mnist1d } from "lib/datasets/mnist1d.ts";
import { gaussianPixels, randomLabels } from "lib/datasets/randomize.ts";
import { random } from "lib/random.ts";

const { train } = mnist1d();
const before = structuredClone(train);

Deno.test("randomLabels() draws every class as often, whatever the label was", () => {
  const { y } = randomLabels(train, random(1, "labels"));
  const table = Array.from({ length: 10 }, () => Array.from({ length: 10 }, () => 0));
  train.y.forEach((label, i) => table[label]![y[i]!]!++);
  const perLabel = table.map((row) => row.reduce((a, b) => a + b));
  const chiSquare = table.flatMap((row, label) =>
    row.map((count) => (count - perLabel[label]! / 10) ** 2 / (perLabel[label]! / 10))
  ).reduce((a, b) => a + b);
  assertLess(chiSquare, 149); // 90 degrees of freedom: exceeded with probability 1e-4
  assert(chiSquare > 45); // a smaller one would be as improbable
});

Deno.test("gaussianPixels() draws normal numbers with the moments of the data", () => {
  const half = { ...train, x: train.x.map((value) => 3 + value / 2) };
  const { x } = gaussianPixels(half, random(1, "noise"));
  const moment = (f: (z: number) => number) => {
    let sum = 0;
    for (const value of x) sum += f((value - 3) / 0.5); // MNIST-1D itself has mean 0, variance 1
    return sum / x.length;
  };
  const sigma = 1 / Math.sqrt(x.length); // each tolerance is 5 standard deviations of the moment
  assertAlmostEquals(moment((z) => z), 0, 5 * sigma);
  assertAlmostEquals(moment((z) => z ** 2), 1, 5 * sigma * Math.sqrt(2));
  assertAlmostEquals(moment((z) => z ** 3), 0, 5 * sigma * Math.sqrt(15));
  assertAlmostEquals(moment((z) => z ** 4), 3, 5 * sigma * Math.sqrt(96));
});

for (
  const [randomize, name] of [
    [randomLabels, "MNIST-1D, random labels"],
    [gaussianPixels, "MNIST-1D, Gaussian pixels"],
  ] as const
) {
  Deno.test(`${randomize.name}() names its result, repeats it and leaves the data alone`, () => {
    const once = randomize(train, random(5, "x"));
    assertEquals(once, randomize(train, random(5, "x")));
    assertEquals([once.name, once.size, once.shape], [name, 4000, [40]]);
    assertEquals(train, before);
  });
}
