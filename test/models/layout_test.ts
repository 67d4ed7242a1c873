import { assertEquals } from "@std/assert";
import { layout, viewOf } from "lib/models/layout.ts";

const example = layout([["w", [2, 3]], ["b", [3]], ["scale", []]]);

Deno.test("layout() places arrays one after another without gaps", () => {
  assertEquals(example.dim, 10);
  assertEquals(example.parameters.map(({ offset, size }) => [offset, size]), [
    [0, 6],
    [6, 3],
    [9, 1],
  ]);
});

Deno.test("viewOf() returns a view into phi", () => {
  const phi = Float32Array.from({ length: 10 }, (_, i) => i);
  const bias = viewOf(example.parameters[1]!, phi);
  assertEquals([...bias], [6, 7, 8]);
  bias[0] = -1;
  assertEquals(phi[6], -1);
});
