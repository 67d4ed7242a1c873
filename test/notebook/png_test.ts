import * as Plot from "@observablehq/plot";
import { assert, assertEquals } from "@std/assert";
import { png, transparentPng } from "lib/notebook/png.ts";
import { drawing } from "lib/notebook/svg.ts";
import { assertColor, decodePng } from "./pictures.ts";

Deno.test("png() gives a picture of twice the size on white, with its texts", async () => {
  const { svg, width, height } = drawing({ title: "A title", marks: [Plot.lineY([1, 4, 9])] });
  const picture = decodePng(await png(svg));
  assertEquals([picture.width, picture.height], [2 * width, 2 * height]);
  const [right, bottom] = [picture.width - 1, picture.height - 1];
  for (const [x, y] of [[0, 0], [right, 0], [0, bottom], [right, bottom]] as const) {
    assertEquals(picture.at(x, y), [255, 255, 255]);
  }
  // The title is 15 high at (8, 8): about 55 wide, so nothing is drawn right of it.
  const title = picture.dark(16, 16, 150, 52);
  assert(title > 300, `the title has ${title} dark pixels`);
  assertEquals(picture.dark(150, 16, picture.width, 52), 0);
});

Deno.test("png() renders at the scale that is asked for", async () => {
  const svg = drawing({ width: 100, height: 50, marks: [Plot.frame()] }).svg;
  const { width, height } = decodePng(await png(svg, 3));
  assertEquals([width, height], [348, 198]);
});

Deno.test("png() has a bold face", async () => {
  const count = async (weight: string): Promise<number> => {
    const text = `<text y="20" font-size="20" font-weight="${weight}">Bold</text>`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="30">` +
      `<rect width="80" height="30" fill="#fff"/>${text}</svg>`;
    return decodePng(await png(svg)).dark(0, 0, 160, 60);
  };
  const [normal, bold] = [await count("normal"), await count("bold")];
  assert(normal > 100 && bold > 1.3 * normal, `dark pixels: normal ${normal}, bold ${bold}`);
});

/** A chart of this many colors, for the most part, with its edges. */
function stripes(count: number): string {
  const bars = Array.from({ length: count }, (_, i) => {
    const color = `rgb(${36 * (i % 7)},${36 * (Math.floor(i / 7) % 7)},${36 * Math.floor(i / 49)})`;
    return `<rect x="${i}" width="1" height="20" fill="${color}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${count}" height="20">${
    bars.join("")
  }</svg>`;
}

Deno.test("png() has the colors of the renderer's own PNG, in a palette or not", async () => {
  for (
    const [svg, tolerance] of [
      [drawing({ title: "A title", marks: [Plot.lineY([1, 4, 9])] }).svg, 16],
      [stripes(200), 0],
      [stripes(343), 0],
    ] as const
  ) {
    const [own, other] = [decodePng(await png(svg)), decodePng(await transparentPng(svg))];
    assertEquals([own.width, own.height], [other.width, other.height]);
    for (let y = 0; y < own.height; y++) {
      for (let x = 0; x < own.width; x++) assertColor(own.at(x, y), other.at(x, y), tolerance);
    }
  }
});
