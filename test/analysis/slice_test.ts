import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { filterNormalized, lineSlice, planeSlice, planeThrough } from "lib/analysis/slice.ts";
import { UserError } from "lib/errors.ts";
import { layout } from "lib/models/layout.ts";
import type { LossSurface } from "lib/surface.ts";

/** (x − 1)² + 3y², with the minimum 0 at (1, 0). */
const bowl: LossSurface = {
  dim: 2,
  examples: 1,
  loss: (phi) => (phi[0]! - 1) ** 2 + 3 * phi[1]! ** 2,
  gradient() {
    throw new Error("A slice needs no gradient.");
  },
};

Deno.test("lineSlice() is the loss along the line, beyond its ends too", () => {
  const [from, to] = [new Float32Array([3, 2]), new Float32Array([1, 0])];
  const deltas = [-0.5, 0, 0.25, 1, 1.5];
  // Along it both coordinates are 2·(1 − δ) from the minimum.
  const expected = deltas.map((delta) => 4 * (2 * (1 - delta)) ** 2);
  assertEquals(lineSlice(bowl, from, to, deltas), expected);
  assertEquals([...from, ...to], [3, 2, 1, 0]);
});

Deno.test("planeSlice() has a row for each b and a column for each a", () => {
  const origin = new Float32Array([1, 0]);
  const plane = [new Float32Array([2, 0]), new Float32Array([0, 0.5])] as const;
  const [a, b] = [[-1, 0, 2], [0, 4]];
  const expected = b.map((y) => a.map((x) => (2 * x) ** 2 + 3 * (y / 2) ** 2));
  assertEquals(planeSlice(bowl, origin, plane, a, b), expected);
});

Deno.test("filterNormalized() gives each filter the length of φ's, and biases none", () => {
  const shapes = layout([["weight1", [3, 2]], ["bias1", [2]], ["kernel", [2, 1, 2, 2]]]);
  const phi = Float32Array.from({ length: shapes.dim }, (_, i) => Math.cos(i));
  const direction = Float32Array.from({ length: shapes.dim }, (_, i) => Math.sin(3 * i) + 0.1);
  const result = filterNormalized(direction, phi, shapes);
  assertEquals([...result.slice(6, 8)], [0, 0]);
  const filters = [[0, 2, 4], [1, 3, 5], [8, 10, 12, 14], [9, 11, 13, 15]];
  for (const places of filters) {
    const length = (vector: Float32Array) => Math.hypot(...places.map((i) => vector[i]!));
    assertAlmostEquals(length(result), length(phi), 1e-6);
    const factor = result[places[0]!]! / direction[places[0]!]!;
    assertEquals(factor > 0, true);
    for (const i of places) assertAlmostEquals(result[i]!, factor * direction[i]!, 1e-6);
  }
});

Deno.test("filterNormalized() does not depend on the direction's lengths", () => {
  const shapes = layout([["weight", [4, 3]]]);
  const phi = new Float32Array(12).fill(2);
  const direction = Float32Array.from({ length: 12 }, (_, i) => i % 3 === 2 ? 0 : i - 5.5);
  const scaled = direction.map((x, i) => x * (i % 3 + 1));
  const result = filterNormalized(direction, phi, shapes);
  filterNormalized(scaled, phi, shapes).forEach((x, i) => assertAlmostEquals(x, result[i]!, 1e-6));
  // Without a direction there is nothing to scale.
  assertEquals(result[2], 0);
});

Deno.test("planeThrough() contains its three points, in orthonormal directions", () => {
  const points = [[1, 1, 1], [1, 1, 4], [1, 3, 2]].map((p) => new Float32Array(p));
  const [a, b, c] = points as [Float32Array, Float32Array, Float32Array];
  const { directions, coordinates } = planeThrough([a, b, c]);
  assertEquals(coordinates, [[0, 0], [3, 0], [1, 2]]);
  assertEquals(directions.map((direction) => [...direction]), [[0, 0, 1], [0, 1, 0]]);
  assertThrows(() => planeThrough([a, b, b]), UserError, "span no plane");
});
