import * as Plot from "@observablehq/plot";
import type { PlotOptions } from "@observablehq/plot";
import { createCanvas } from "./canvas.ts";
import { UserError } from "../errors.ts";
import { checkKeys } from "../options.ts";

/**
 * An image as a `data:image/png` address, for the `src` of `Plot.image`. With
 * `imageRendering: "pixelated"`, enlarged pixels stay sharp squares.
 *
 * @param pixels Numbers in [0, 1], row by row; others are clipped to this range.
 * @param shape Height, width and channels: 3 for red, green and blue, or 1 for gray.
 * @throws {UserError} If a pixel is NaN.
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
      const value = pixels[channels * i + Math.min(c, channels - 1)]!;
      if (Number.isNaN(value)) {
        throw new UserError("A pixel of an image is NaN.", "Look where it was computed.");
      }
      image.data[4 * i + c] = 255 * value; // rounds and clamps
    }
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}

/** An image and its label. */
export interface GridImage {
  /** Numbers in [0, 1], row by row, as for {@linkcode imageAddress}. */
  readonly pixels: ArrayLike<number>;
  /** Text under the image. */
  readonly text: string;
}

/**
 * A chart of small images in columns, each enlarged to 112 pixels, with a line of text under it.
 *
 * @param columns The images of each column from top to bottom, all of the same shape.
 * @param options The `shape` of an image, as for {@linkcode imageAddress}, and the names of the
 * `rows`.
 *
 * @example Usage
 * ```ts
 * import { imageGrid } from "lib/notebook/image.ts";
 * import { show } from "lib/notebook/show.ts";
 *
 * const column = [{ pixels: [0, 0.5, 0.5, 1], text: "a" }, { pixels: [1, 0, 0, 1], text: "b" }];
 * const grid = imageGrid([column], { shape: [2, 2, 1], rows: ["above", "below"] });
 * await show(grid, { alt: "Two images of four squares." });
 * ```
 */
export function imageGrid(
  columns: readonly (readonly GridImage[])[],
  options: { readonly shape: readonly number[]; readonly rows: readonly string[] },
): PlotOptions {
  const { shape, rows } = options;
  checkKeys(options, ["shape", "rows"], "imageGrid()");
  const size = 112;
  const tiles = columns.flatMap((images, x) =>
    images.map(({ pixels, text }, y) => ({ x, y, text, src: imageAddress(pixels, shape) }))
  );
  const place = { x: "x", y: "y", fontSize: 14 } as const;
  const name = { text: (row: string) => row, fontSize: 14, rotate: -90, dx: -14, dy: -10 };
  return {
    width: 28 + (size + 10) * columns.length,
    height: (size + 28) * rows.length,
    marginLeft: 26,
    marginRight: 2,
    marginTop: 2,
    marginBottom: 2,
    axis: null,
    x: { domain: [-0.5, columns.length - 0.5] },
    y: { domain: [rows.length - 0.5, -0.5] },
    marks: [
      Plot.image(tiles, {
        x: "x",
        y: "y",
        src: "src",
        dy: -10,
        width: size,
        height: size,
        imageRendering: "pixelated",
      }),
      Plot.text(tiles, { ...place, text: "text", dy: size / 2 }),
      Plot.text(rows, { ...name, y: (_, y) => y, frameAnchor: "left", textAnchor: "middle" }),
    ],
  };
}
