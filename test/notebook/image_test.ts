import * as Plot from "@observablehq/plot";
import { assertEquals } from "@std/assert";
import { imageAddress } from "lib/notebook/image.ts";
import { png } from "lib/notebook/png.ts";
import { drawing } from "lib/notebook/svg.ts";
import { decodePng } from "./pictures.ts";

/** The pixels of the picture of one image, 80 × 80, in the middle of a chart. */
async function drawn(src: string) {
  const size = { width: 80, height: 80, frameAnchor: "middle" } as const;
  const picture = { src: () => src, imageRendering: "pixelated", ...size } as const;
  const { svg } = drawing({
    ...{ width: 100, height: 100, marginTop: 0, marginRight: 0, marginBottom: 0, marginLeft: 0 },
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
