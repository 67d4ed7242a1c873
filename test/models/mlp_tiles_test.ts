import { assertEquals } from "@std/assert";
import { tileSize } from "lib/models/mlp_tiles.ts";

Deno.test("tileSize() makes all products direct where that leaves enough examples", () => {
  assertEquals(tileSize([40, 100, 100, 10], 100 ** 3), 100);
  // Rows are padded to multiples of 4: 1,000,000 / (300 · 40) is 83.3.
  assertEquals(tileSize([40, 298, 10], 100 ** 3), 83);
  assertEquals(tileSize([6, 9, 3], 100 ** 3), 256);
  assertEquals(tileSize([784, 200, 200, 10], 100 ** 3), 256);
  assertEquals(tileSize([40, 100, 100, 10], 0), 256);
  assertEquals(tileSize([0, 2], 0), 256); // all inputs are 0 in all examples
});
