import { assert } from "@std/assert";
import { Buffer } from "node:buffer";
import { PNG } from "pngjs";

/** A decoded picture. */
export interface Picture {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** Red, green and blue of a pixel, in 0–255. */
  at(x: number, y: number): number[];
  /** Number of pixels darker than mid grey in the columns `x0` to `x1` and rows `y0` to `y1`. */
  dark(x0: number, y0: number, x1: number, y1: number): number;
}

/** Decodes a PNG. */
export function decodePng(bytes: Uint8Array): Picture {
  const { width, height, data } = PNG.sync.read(Buffer.from(bytes));
  const at = (x: number, y: number): number[] => [
    ...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 3),
  ];
  function dark(x0: number, y0: number, x1: number, y1: number): number {
    let count = 0;
    for (let y = y0; y < y1; y++) {
      for (let x = x0; x < x1; x++) if (Math.max(...at(x, y)) < 128) count++;
    }
    return count;
  }
  return { width, height, at, dark };
}

/** Decodes the PNGs that an SVG document embeds, in the order of the text. */
export function embeddedPictures(svg: string): Picture[] {
  return [...svg.matchAll(/data:image\/png;base64,([^"]*)/g)]
    .map(([, base64]) => decodePng(Uint8Array.fromBase64(base64!)));
}

/** Throws unless each channel of a color is within `tolerance` of the expected one. */
export function assertColor(actual: number[], expected: number[], tolerance: number): void {
  const near = actual.every((value, i) => Math.abs(value - expected[i]!) <= tolerance);
  assert(near, `the color is ${actual}, not ${expected} ± ${tolerance}`);
}
