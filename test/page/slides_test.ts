import * as Plot from "@observablehq/plot";
import { assert, assertEquals } from "@std/assert";
import { catalogue } from "lib/cli/catalogue.ts";
import { readNotebook } from "lib/notebook/notebook_file.ts";
import { figureBundle } from "lib/notebook/show.ts";
import { slides } from "lib/page/slides.ts";
import { codeCell, parsePage, texts } from "./html.ts";

/** The slides of a notebook that shows these charts. */
async function slidesOf(charts: Parameters<typeof figureBundle>[0]) {
  const bundle = await figureBundle(charts, { alt: "charts" });
  return slides({ cells: [codeCell("a", "1;", bundle)] });
}

const named = (title: string) => ({ title, width: 300, height: 160, marks: [Plot.lineY([1, 4])] });

Deno.test("slides() takes a picture apart into its charts, each with its own title", async () => {
  const found = await slidesOf([named("One"), [named("Two"), named("Three")]]);
  const names = ["One", "Two", "Three"];
  assertEquals(found.length, names.length);
  for (const [i, { light }] of found.entries()) {
    const shown = texts(parsePage(light), "text").filter((text) => names.includes(text));
    assertEquals(shown, [names[i]!]);
  }
});

Deno.test("slides() draws for a dark ground what the theme has a color for", async () => {
  const marks = [Plot.lineY([1, 4], { stroke: "#d55e00" }), Plot.dotY([2], { fill: "black" })];
  const { light, dark } = (await slidesOf({ marks }))[0]!;
  assert(light.includes('fill="black"') && !dark.includes('fill="black"'));
  assert(light.includes('stroke="#d55e00"') && dark.includes('stroke="#d55e00"'));
});

Deno.test("slides() keeps the colors of text in the cells of a heat map", async () => {
  const cells = [{ x: 0, value: 1 }, { x: 1, value: 2 }];
  const marks = [
    Plot.cell(cells, { x: "x", fill: "value" }),
    Plot.text(cells, { x: "x", text: "value", fill: "black" }),
  ];
  const { dark } = (await slidesOf({ marks }))[0]!;
  assert(dark.includes('"rgb('), "the chart has no continuous colors");
  assert(dark.includes('fill="black"'));
});

for (const { figure, path } of await catalogue()) {
  Deno.test(`the slides of figure ${figure} fill a slide, with text of at least 18 pixels`, async () => {
    const found = slides(await readNotebook(path));
    assert(found.length > 0);
    for (const { light, dark } of found) {
      for (const svg of [light, dark]) {
        const root = parsePage(svg).querySelector("svg")!;
        const [width, height] = ["width", "height"].map((name) => Number(root.getAttribute(name)));
        assert(width === 1280 && height! <= 720 || height === 720 && width! <= 1280);
        const drawn = Number(root.getAttribute("viewBox")!.split(" ")[2]);
        const sized = [root, ...root.querySelectorAll("[font-size]")];
        const sizes = sized.map((element) => Number(element.getAttribute("font-size")));
        assert(Math.min(...sizes) * width! / drawn > 17.9);
        const ground = root.querySelector("rect");
        assert(ground?.getAttribute("width") !== String(drawn), "the ground is not transparent");
      }
    }
  });
}
