import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { shrinkImages } from "lib/datasets/resize.ts";
import { UserError } from "lib/errors.ts";

/** Two images whose channel c is c + row + 10 · column, plus 100 in the second. */
function planes(side: number, channels: number) {
  const x = Float32Array.from({ length: 2 * side * side * channels }, (_, i) => {
    const pixel = Math.floor(i / channels);
    const [row, column] = [Math.floor(pixel / side) % side, pixel % side];
    return i % channels + row + 10 * column + (pixel < side * side ? 0 : 100);
  });
  const shape = [side, side, channels];
  return { name: "planes", x, y: new Uint8Array(2), size: 2, shape, classes: 1 };
}

Deno.test("shrinkImages() to half the side takes the mean of four pixels, channel by channel", () => {
  const { x, shape } = shrinkImages(planes(4, 3), 2);
  assertEquals(shape, [2, 2, 3]);
  assertEquals([...x.subarray(0, 6)], [5.5, 6.5, 7.5, 25.5, 26.5, 27.5]);
  assertEquals([...x.subarray(12, 15)], [105.5, 106.5, 107.5]);
});

Deno.test("shrinkImages() keeps a linear image linear where pixels are cut, and the mean", () => {
  // A pixel's value is that of the plane at its center; the center of new pixel j is (j + ½)·28/10.
  const { x } = shrinkImages(planes(28, 1), 10);
  const mean = x.subarray(0, 100).reduce((sum, value) => sum + value, 0) / 100;
  assertAlmostEquals(mean, 13.5 * 11, 1e-3);
  assertAlmostEquals(x[11]! - x[10]!, 28, 1);
  const one = shrinkImages({ ...planes(28, 1), x: new Float32Array(2 * 784).fill(0.5) }, 10);
  for (const value of one.x) assertAlmostEquals(value, 0.5, 1e-6);
});

Deno.test("shrinkImages() refuses what it cannot do", () => {
  assertThrows(() => shrinkImages(planes(4, 1), 5), UserError, "from 1 to 4");
  assertThrows(() => shrinkImages({ ...planes(4, 1), shape: [16] }, 2), UserError, "square");
});
