import * as Plot from "@observablehq/plot";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { figureBundle, show } from "lib/notebook/show.ts";
import { drawing } from "lib/notebook/svg.ts";
import { decodePng } from "./pictures.ts";

const chart = { title: "Größe ≤ 1", width: 200, height: 120, marks: [Plot.lineY([1, 4, 9])] };

Deno.test("figureBundle() has the picture as HTML with alt text, as PNG, and in words", async () => {
  const bundle = await figureBundle(chart, { alt: `a "b" <c> & d`, caption: "e < f" });
  assertEquals(Object.keys(bundle), ["text/html", "image/png", "text/plain"]);
  const { svg, width, height } = drawing(chart);
  const parts = String(bundle["text/html"]).match(
    /^<figure><img alt="([^"]*)" src="data:image\/svg\+xml;base64,([^"]*)" width="(\d+)"><figcaption>(.*)<\/figcaption><\/figure>$/,
  );
  assert(parts, String(bundle["text/html"]));
  const [, alt, base64, shownWidth, caption] = parts;
  assertEquals(alt, "a &quot;b&quot; &lt;c&gt; &amp; d");
  assertEquals(new TextDecoder().decode(Uint8Array.fromBase64(base64!)), svg);
  assertEquals([Number(shownWidth), caption], [width, "e &lt; f"]);
  const picture = decodePng(Uint8Array.fromBase64(String(bundle["image/png"])));
  assertEquals([picture.width, picture.height], [2 * width, 2 * height]);
  assertEquals(bundle["text/plain"], `a "b" <c> & d\ne < f`);
});

Deno.test("figureBundle() gives equal formats for equal charts", async () => {
  const first = await figureBundle(chart, { alt: "a line" });
  assertEquals(await figureBundle(chart, { alt: "a line" }), first);
  assertEquals(String(first["text/html"]).includes("figcaption"), false);
  assertEquals(first["text/plain"], "a line");
});

Deno.test("figureBundle() has a PNG of single size where a double one would be too large", async () => {
  const ends = Array.from({ length: 2000 }, (_, i) => [Math.sin(i), Math.sin(7 * i)]);
  const slanted = {
    ...chart,
    marks: [Plot.line(ends, { strokeWidth: 0.3 })],
    width: 640,
    height: 640,
  };
  const bundle = await figureBundle(slanted, { alt: "many slanted lines" });
  const { width, height } = drawing(slanted);
  const picture = decodePng(Uint8Array.fromBase64(String(bundle["image/png"])));
  assertEquals([picture.width, picture.height], [width, height]);
});

Deno.test("show() asks for an alt text", async () => {
  await assertRejects(() => show(chart, { alt: " \n" }), TypeError, "alt text");
});
