import { assertEquals, assertThrows } from "@std/assert";
import { centerCrop } from "lib/datasets/crop.ts";
import { UserError } from "lib/errors.ts";

/** Images whose numbers tell where they are: image, row, column, channel. */
function images(size: number, shape: readonly [number, number, number]) {
  const [height, width, channels] = shape;
  const x = Float32Array.from({ length: size * height * width * channels }, (_, i) => {
    const pixel = Math.floor(i / channels);
    const row = Math.floor(pixel / width);
    return 1000 * Math.floor(row / height) + 100 * (row % height) + 10 * (pixel % width) +
      i % channels;
  });
  return { name: "images", x, y: new Uint8Array(size), size, shape, classes: 2 };
}

Deno.test("centerCrop() keeps the middle pixels of each image, with all channels", () => {
  const { x, shape, size } = centerCrop(images(2, [5, 4, 3]), 2);
  assertEquals([shape, size], [[2, 2, 3], 2]);
  // deno-fmt-ignore
  const first = [110, 111, 112, 120, 121, 122, 210, 211, 212, 220, 221, 222];
  assertEquals([...x], [...first, ...first.map((value) => 1000 + value)]);
});

Deno.test("centerCrop() leaves images that have the size already", () => {
  const data = images(3, [4, 4, 1]);
  assertEquals(centerCrop(data, 4), data);
});

Deno.test("centerCrop() refuses what is no image, or too small", () => {
  const data = images(1, [4, 6, 1]);
  assertThrows(() => centerCrop(data, 5), UserError, "5 × 5");
  assertThrows(() => centerCrop({ ...data, shape: [24] }, 2), UserError, "2 × 2");
});
