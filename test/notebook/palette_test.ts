import { assert, assertEquals } from "@std/assert";
import { inFewColors } from "lib/notebook/palette.ts";

type Color = readonly [number, number, number];

/** An opaque picture of these colors. */
function pixelsOf(colors: readonly Color[]): Uint8Array {
  return Uint8Array.from(colors.flatMap((color) => [...color, 255]));
}

/** The largest difference of a channel between a picture and its form in few colors. */
function largestError(colors: readonly Color[]): number {
  const { indices, palette } = inFewColors(pixelsOf(colors))!;
  assert(palette.length <= 256);
  const errors = colors.flatMap((color, i) =>
    color.map((channel, k) => Math.abs(channel - palette[indices[i]!]![k]!))
  );
  return Math.max(...errors);
}

Deno.test("inFewColors() keeps a picture of 256 colors as it is", () => {
  const colors = Array.from({ length: 512 }, (_, i): Color => [i % 256, 255 - i % 256, 7]);
  assertEquals(largestError(colors), 0);
});

Deno.test("inFewColors() keeps frequent colors, and is near the others", () => {
  const edges = Array.from({ length: 2000 }, (_, i): Color => [i % 50, Math.floor(i / 50), 0]);
  const ground: Color[] = Array.from({ length: 500 }, () => [101, 102, 103]);
  const line: Color[] = Array.from({ length: 400 }, () => [104, 102, 103]);
  const error = largestError([...edges, ...line, ...ground]);
  assert(error > 0 && error <= 16, `${error}`);
  assertEquals(largestError([...line, ...ground]), 0);
  const { indices, palette } = inFewColors(pixelsOf([...edges, ...line, ...ground]))!;
  assertEquals(palette[indices.at(-1)!], [101, 102, 103]);
  assertEquals(palette[indices[2000]!], [104, 102, 103]);
});

Deno.test("inFewColors() leaves a picture alone that has too many colors far apart", () => {
  const colors = Array.from({ length: 343 }, (_, i): Color => [
    36 * (i % 7),
    36 * (Math.floor(i / 7) % 7),
    36 * Math.floor(i / 49),
  ]);
  assertEquals(inFewColors(pixelsOf(colors)), undefined);
});
