import type { Dataset } from "./dataset.ts";
import { UserError } from "../errors.ts";

/**
 * The middle `size` × `size` pixels of each image; where the border is an odd number of pixels wide,
 * the greater half of it is cut at the right and at the bottom.
 *
 * @param data Images: its `shape` is height, width and, if there are several, channels.
 * @throws {UserError} If the images are smaller, or are none.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { centerCrop } from "lib/datasets/crop.ts";
 *
 * const image = {
 *   name: "one",
 *   x: Float32Array.from({ length: 16 }, (_, i) => i),
 *   y: new Uint8Array(1),
 *   size: 1,
 *   shape: [4, 4],
 *   classes: 2,
 * };
 * assertEquals([...centerCrop(image, 2).x], [5, 6, 9, 10]);
 * ```
 */
export function centerCrop(data: Dataset, size: number): Dataset {
  const [height = 0, width = 0, channels = 1] = data.shape;
  if (!(data.shape.length > 1 && size >= 1 && size <= height && size <= width)) {
    throw new UserError(
      `${data.name} has no ${size} × ${size} pixels: an example has the shape ${data.shape}.`,
      "Give images and a smaller size.",
    );
  }
  const [top, left] = [height, width].map((side) => Math.floor((side - size) / 2));
  const run = size * channels;
  const x = new Float32Array(data.size * size * run);
  for (let row = 0; row < data.size * size; row++) {
    const image = Math.floor(row / size);
    const from = ((image * height + top! + row % size) * width + left!) * channels;
    x.set(data.x.subarray(from, from + run), row * run);
  }
  return { ...data, x, shape: [size, size, ...data.shape.slice(2)] };
}
