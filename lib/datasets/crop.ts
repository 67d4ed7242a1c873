import type { Dataset } from "./dataset.ts";
import { UserError } from "../errors.ts";

/**
 * The central `size` × `size` pixels of each image; if an odd number of rows or columns is removed,
 * the larger half is cut off at the bottom and right.
 *
 * @param data Images, whose `shape` is height, width and, if there are several, channels.
 * @throws {UserError} If the images are smaller, or the data are not images.
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
  if (
    !(data.shape.length > 1 && Number.isInteger(size) && size >= 1 && size <= height &&
      size <= width)
  ) {
    throw new UserError(
      `${data.name} has no ${size} × ${size} pixels: an example has the shape ${data.shape}.`,
      "Give images, and a size that is no larger than they are.",
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
