import { leastIndex } from "../d3.ts";

/** A picture in few colors. */
export interface IndexedPicture {
  /** The number of each pixel's color, row by row. */
  readonly indices: Uint8Array;
  /** The colors, each as red, green and blue in 0–255. */
  readonly palette: number[][];
}

/** Most colors that a byte can tell apart. */
const mostColors = 256;

/** How far a channel may be from the original, in 0–255, from the best; it is seen at no edge. */
const tolerances = [0, 1, 2, 4, 8, 16];

const red = (color: number): number => color >> 16;
const green = (color: number): number => (color >> 8) & 255;
const blue = (color: number): number => color & 255;

/** The largest difference of a channel between two colors. */
function difference(a: number, b: number): number {
  return Math.max(
    Math.abs(red(a) - red(b)),
    Math.abs(green(a) - green(b)),
    Math.abs(blue(a) - blue(b)),
  );
}

/** The color of each pixel as one number, from four bytes a pixel. */
function colorsOf(pixels: Uint8Array): Uint32Array {
  const colors = new Uint32Array(pixels.length / 4);
  for (let i = 0; i < colors.length; i++) {
    colors[i] = pixels[4 * i]! << 16 | pixels[4 * i + 1]! << 8 | pixels[4 * i + 2]!;
  }
  return colors;
}

/** The colors that occur, the most frequent first. */
function byFrequency(colors: Uint32Array): number[] {
  const counts = new Map<number, number>();
  for (const color of colors) counts.set(color, (counts.get(color) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([color]) => color);
}

/**
 * Colors of which each of these is near one; undefined if that takes more than there may be. Where it
 * takes fewer, the most frequent of the others are among them.
 */
function chosenColors(frequent: readonly number[], tolerance: number): number[] | undefined {
  const chosen: number[] = [];
  const others: number[] = [];
  for (const color of frequent) {
    if (chosen.some((other) => difference(color, other) <= tolerance)) others.push(color);
    else if (chosen.length === mostColors) return undefined;
    else chosen.push(color);
  }
  return [...chosen, ...others].slice(0, mostColors);
}

/** The number of the nearest of some colors. */
function nearest(color: number, palette: readonly number[]): number {
  return leastIndex(palette, (other) => difference(color, other))!;
}

/**
 * An opaque picture in at most 256 colors, the most frequent of its own, none of which is further
 * than 16 of 255 from the original in any channel; undefined for a picture that needs more, such as
 * a photograph.
 *
 * @param pixels Red, green, blue and opacity of each pixel, in 0–255; the opacity is not read.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { inFewColors } from "lib/notebook/palette.ts";
 *
 * const pixels = Uint8Array.of(255, 0, 0, 255, 9, 9, 9, 255, 255, 0, 0, 255);
 * assertEquals(inFewColors(pixels), {
 *   indices: Uint8Array.of(0, 1, 0),
 *   palette: [[255, 0, 0], [9, 9, 9]],
 * });
 * ```
 */
export function inFewColors(pixels: Uint8Array): IndexedPicture | undefined {
  const colors = colorsOf(pixels);
  const frequent = byFrequency(colors);
  for (const tolerance of tolerances) {
    const palette = chosenColors(frequent, tolerance);
    if (palette === undefined) continue;
    const numbers = new Map(frequent.map((color) => [color, nearest(color, palette)]));
    return {
      indices: Uint8Array.from(colors, (color) => numbers.get(color)!),
      palette: palette.map((color) => [red(color), green(color), blue(color)]),
    };
  }
  return undefined;
}
