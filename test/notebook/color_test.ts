import * as Plot from "@observablehq/plot";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createCanvas } from "lib/notebook/canvas.ts";
import { png } from "lib/notebook/png.ts";
import { drawing } from "lib/notebook/svg.ts";
import { palette } from "lib/notebook/theme.ts";
import { assertColor, decodePng, embeddedPictures } from "./pictures.ts";

// Colors of the schemes at 0, 1/2 and 1 as Matplotlib has them.
const cividis = [[0, 34, 78], [125, 124, 120], [254, 232, 56]];
const viridis = [[68, 1, 84], [33, 145, 140], [253, 231, 37]];

const ramp = (scheme?: Plot.ColorScheme): Plot.PlotOptions => ({
  width: 300,
  height: 100,
  color: { legend: true, label: "loss", ...(scheme && { scheme }) },
  marks: [Plot.raster([0, 1, 2], { width: 3, height: 1 })],
});

Deno.test("drawing() renders Plot.raster in cividis, or in the scheme that is asked for", () => {
  for (const [scheme, colors] of [[undefined, cividis], ["viridis", viridis]] as const) {
    const [, raster] = embeddedPictures(drawing(ramp(scheme)).svg);
    assertEquals([raster!.width, raster!.height], [3, 1]);
    // Plot has viridis itself, but for cividis a polynomial that is 13 off in blue at the end.
    const tolerance = scheme === undefined ? 15 : 1;
    colors.forEach((color, i) => assertColor(raster!.at(i, 0), color, tolerance));
  }
});

Deno.test("drawing() draws a continuous legend as a ramp of the same colors, with its label", () => {
  const { svg } = drawing(ramp("viridis"));
  const [legend] = embeddedPictures(svg);
  assertColor(legend!.at(0, 0), viridis[0]!, 1);
  assertColor(legend!.at(Math.floor(legend!.width / 2), 0), viridis[1]!, 2);
  assertColor(legend!.at(legend!.width - 1, 0), viridis[2]!, 1);
  assertStringIncludes(svg, ">loss<");
});

Deno.test("drawing() does not cut the number at the end of a continuous legend", async () => {
  const { svg } = drawing({ ...ramp(), axis: null });
  const { dark } = decodePng(await png(svg));
  // The ramp is 240 wide, so the middle of its last number stands at 8 + 240 units, here doubled.
  const [end, top, bottom] = [2 * 248, 2 * (8 + 34), 2 * (8 + 50)];
  const halves = [dark(end - 12, top, end, bottom), dark(end, top, end + 12, bottom)];
  assert(Math.min(...halves) > 8, `dark pixels in the halves: ${halves}`);
});

Deno.test("drawing() gives categories the palette, in order, unless a range is given", () => {
  const names = ["a", "b", "c"];
  const dots = (color: Plot.ScaleOptions): string =>
    drawing({ color, marks: [Plot.dot(names, { x: names, fill: names })] }).svg;
  const fills = (svg: string): string[] =>
    [...svg.matchAll(/<circle[^>]* fill="([^"]*)"/g)].map(([, fill]) => fill!);
  assertEquals(fills(dots({})), palette.slice(0, 3));
  assertEquals(fills(dots({ domain: ["c", "b", "a"] })), palette.slice(0, 3).reverse());
  const range = ["#112233", "#445566", "#778899"];
  assertEquals(fills(dots({ range })), range);
});

Deno.test("drawing() keeps constant colors and scales of type identity", () => {
  const fill = ["#123456", "#654321"];
  const { svg } = drawing({ marks: [Plot.dot([1, 2], { x: [1, 2], fill, stroke: "#abcdef" })] });
  for (const color of [...fill, "#abcdef"]) assertStringIncludes(svg, color);
});

Deno.test("createCanvas() places what is filled and put", () => {
  const canvas = createCanvas();
  Object.assign(canvas, { width: 4, height: 3 });
  const context = canvas.getContext("2d");
  context.fillStyle = "rgb(10, 20, 30)";
  context.fillRect(1, 0, 2, 1);
  const image = context.createImageData(2, 2);
  image.data.set([1, 2, 3, 255, 4, 5, 6, 255, 7, 8, 9, 255, 11, 12, 13, 255]);
  context.putImageData(image, 2, 1);
  const [picture] = embeddedPictures(canvas.toDataURL());
  const none = [0, 0, 0];
  const expected = [
    [none, [10, 20, 30], [10, 20, 30], none],
    [none, none, [1, 2, 3], [4, 5, 6]],
    [none, none, [7, 8, 9], [11, 12, 13]],
  ];
  for (const [y, line] of expected.entries()) {
    for (const [x, color] of line.entries()) assertEquals(picture!.at(x, y), color);
  }
});
