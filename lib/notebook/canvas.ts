import { rgb } from "d3-color";
import { PNG } from "pngjs";

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/**
 * The parts of a canvas that Plot uses: filled pixels for a color legend, a whole image for a
 * raster. Server-side documents have no canvas, and Plot throws without one.
 */
export interface Canvas {
  /** Width in pixels. */
  width: number;
  /** Height in pixels. */
  height: number;
  /** The drawing context; only for `"2d"`. */
  getContext(type: "2d"): CanvasContext;
  /** The picture as a `data:image/png` address. */
  toDataURL(): string;
}

interface CanvasContext {
  fillStyle: string;
  fillRect(x: number, y: number, width: number, height: number): void;
  createImageData(width: number, height: number): Pixels;
  putImageData(image: Pixels, x: number, y: number): void;
}

/** A canvas with all that Plot needs; 300 × 150 until its size is set. */
export function createCanvas(): Canvas {
  let image: PNG | undefined;
  const pixels = (): PNG => image ??= new PNG({ width: canvas.width, height: canvas.height });
  const context: CanvasContext = {
    fillStyle: "black",
    fillRect(x, y, width, height) {
      const { r, g, b, opacity } = rgb(context.fillStyle);
      const { data, width: stride } = pixels();
      for (let row = y; row < y + height; row++) {
        for (let column = x; column < x + width; column++) {
          data.set([r, g, b, Math.round(255 * opacity)], 4 * (row * stride + column));
        }
      }
    },
    createImageData: (width, height) => ({
      width,
      height,
      data: new Uint8ClampedArray(4 * width * height),
    }),
    putImageData(source, x, y) {
      const { data, width: stride } = pixels();
      for (let row = 0; row < source.height; row++) {
        const line = source.data.subarray(4 * row * source.width, 4 * (row + 1) * source.width);
        data.set(line, 4 * ((row + y) * stride + x));
      }
    },
  };
  const canvas: Canvas = {
    width: 300,
    height: 150,
    getContext: () => context,
    toDataURL: () => `data:image/png;base64,${PNG.sync.write(pixels()).toString("base64")}`,
  };
  return canvas;
}
