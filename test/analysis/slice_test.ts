import { assertEquals, assertThrows } from "@std/assert";
import { lineSlice, planeSlice, planeThrough } from "lib/analysis/slice.ts";
import { UserError } from "lib/errors.ts";
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

Deno.test("planeThrough() contains its three points, in orthonormal directions", () => {
  const points = [[1, 1, 1], [1, 1, 4], [1, 3, 2]].map((p) => new Float32Array(p));
  const [a, b, c] = points as [Float32Array, Float32Array, Float32Array];
  const { directions, coordinates } = planeThrough([a, b, c]);
  assertEquals(coordinates, [[0, 0], [3, 0], [1, 2]]);
  assertEquals(directions.map((direction) => [...direction]), [[0, 0, 1], [0, 1, 0]]);
  assertThrows(() => planeThrough([a, b, b]), UserError, "span no plane");
});
