import { createCanvas } from "./canvas.ts";

/**
 * An image as a `data:image/png` address, for the `src` of `Plot.image`. With
 * `imageRendering: "pixelated"` it is enlarged crisply, each pixel a square.
 *
 * @param pixels Numbers in [0, 1], row by row; others are cut off there.
 * @param shape Height, width and channels: red, green and blue, or 1 for grey.
 *
 * @example Usage
 * ```ts
 * import * as Plot from "@observablehq/plot";
 * import { imageAddress } from "lib/notebook/image.ts";
 * import { show } from "lib/notebook/show.ts";
 *
 * const src = imageAddress(new Float32Array([0, 0.5, 0.5, 1]), [2, 2, 1]);
 * const size = { width: 112, height: 112, imageRendering: "pixelated" } as const;
 * const marks = [Plot.image([{ src }], { src: "src", frameAnchor: "middle", ...size })];
 * await show({ marks }, { alt: "Four squares, from black to white." });
 * ```
 */
export function imageAddress(pixels: ArrayLike<number>, shape: readonly number[]): string {
  const [height = 0, width = 0, channels = 1] = shape;
  const canvas = createCanvas();
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) {
      image.data[4 * i + c] = 255 * pixels[channels * i + Math.min(c, channels - 1)]!; // rounds, clamps
    }
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}
