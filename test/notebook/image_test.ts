import * as Plot from "@observablehq/plot";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { imageAddress, imageGrid } from "lib/notebook/image.ts";
import { png } from "lib/notebook/png.ts";
import { drawing } from "lib/notebook/svg.ts";
import { decodePng } from "./pictures.ts";

/** The pixels of the picture of one image, 80 × 80, in the middle of a chart. */
async function drawn(src: string) {
  const size = { width: 80, height: 80, frameAnchor: "middle" } as const;
  const picture = { src: () => src, imageRendering: "pixelated", ...size } as const;
  const { svg } = drawing({
    width: 100,
    height: 100,
    marginTop: 0,
    marginRight: 0,
    marginBottom: 0,
    marginLeft: 0,
    marks: [Plot.image([0], picture)],
  });
  return decodePng(await png(svg, 1));
}

Deno.test("imageAddress() is drawn pixel by pixel, in its colors and without a blur", async () => {
  const pixels = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0.2, 0.4, 0.6];
  const { at, width, height } = await drawn(imageAddress(pixels, [2, 2, 3]));
  const [x, y] = [width / 2, height / 2];
  // Right beside the middle, where four pixels meet, and near the corners.
  for (const away of [2, 38]) {
    assertEquals(at(x - away, y - away), [255, 0, 0]);
    assertEquals(at(x + away - 1, y - away), [0, 255, 0]);
    assertEquals(at(x - away, y + away - 1), [0, 0, 255]);
    assertEquals(at(x + away - 1, y + away - 1), [51, 102, 153]);
  }
  assertEquals(at(x - 44, y), [255, 255, 255]);
});

Deno.test("imageAddress() draws one channel in grey, and cuts off what is no brightness", async () => {
  const { at, width, height } = await drawn(imageAddress([-3, 0.5, 7], [1, 3, 1]));
  const grey = [-27, 0, 27].map((dx) => at(width / 2 + dx, height / 2)[0]);
  assertEquals(grey, [0, 128, 255]);
});

Deno.test("imageGrid() puts each image in its column and row, with its text", async () => {
  const tile = (brightness: number) => ({ pixels: [brightness], text: `is ${brightness}` });
  const columns = [[tile(0), tile(0.2)], [tile(0.4), tile(0.6)], [tile(0.8), tile(1)]];
  const { svg } = drawing(imageGrid(columns, { shape: [1, 1, 1], rows: ["above", "below"] }));
  const { at } = decodePng(await png(svg, 1));
  const [left, top, step] = [8 + 26 + 61, 8 + 2 + 59, 122];
  columns.forEach((images, x) =>
    images.forEach(({ pixels }, y) => {
      for (const away of [-50, 50]) {
        const found = at(left + step * x + away, top + 138 * y + away);
        assertEquals(found, new Array(3).fill(255 * pixels[0]!));
      }
    })
  );
  for (const text of ["above", "below", "is 0", "is 0.6"]) assertStringIncludes(svg, `>${text}<`);
});
