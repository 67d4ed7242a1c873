import { assertEquals, assertThrows } from "@std/assert";
import { examples } from "lib/datasets/examples.ts";
import { UserError } from "lib/errors.ts";

const data = {
  name: "points",
  x: Float32Array.from({ length: 12 }, (_, i) => i),
  y: new Uint8Array([3, 2, 1, 0]),
  size: 4,
  shape: [3],
  classes: 4,
};

Deno.test("examples() takes inputs and labels of the same examples, and keeps the rest", () => {
  const part = examples(data, 1, 2);
  assertEquals([[...part.x], [...part.y], part.size], [[3, 4, 5, 6, 7, 8], [2, 1], 2]);
  assertEquals([part.name, part.shape, part.classes], ["points", [3], 4]);
  assertEquals(examples(data, 0, 4), data);
});

Deno.test("examples() refuses examples that are not there", () => {
  for (const [first, count] of [[-1, 2], [3, 2], [0, 0], [0.5, 1], [0, NaN]] as const) {
    assertThrows(() => examples(data, first, count), UserError, "counted from 0");
  }
});
