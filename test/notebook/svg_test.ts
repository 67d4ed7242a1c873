import * as Plot from "@observablehq/plot";
import type { PlotOptions } from "@observablehq/plot";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { png } from "lib/notebook/png.ts";
import { drawing } from "lib/notebook/svg.ts";
import { ink, palette } from "lib/notebook/theme.ts";
import { decodePng } from "./pictures.ts";

const rows = [
  { x: 1, y: 2.123456, name: "one" },
  { x: 2, y: 3.5, name: "one" },
  { x: 1, y: 5, name: "two" },
  { x: 2, y: 1 / 3, name: "two" },
];
const lines: PlotOptions = {
  marks: [Plot.line(rows, { x: "x", y: "y", stroke: "name" })],
};

/** Texts of a drawing, as they are written in it. */
const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)/g)].map(([, t]) => t!);

Deno.test("drawing() gives one well-formed SVG with white ground and no style sheet", async () => {
  const { svg, width, height } = drawing({ ...lines, color: { legend: true }, title: "Lines" });
  assert(svg.startsWith(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" `));
  assertStringIncludes(svg, `><rect width="${width}" height="${height}" fill="#ffffff"/>`);
  assertEquals(svg.match(/<style|class=|style=|var\(|<figure|<div|<span|font-family/g), [
    "font-family",
  ]);
  await png(svg); // its parser takes nothing but well-formed XML
});

Deno.test("drawing() draws what has no color of its own in ink", async () => {
  const { svg } = drawing({
    width: 200,
    height: 200,
    axis: null,
    marks: [Plot.rectX([[0, 1]], { x1: "0", x2: "1" })],
  });
  assertStringIncludes(svg, `color="${ink}"`);
  const { at, width, height } = decodePng(await png(svg));
  assertEquals(at(width / 2, height / 2), [0x22, 0x22, 0x22]);
});

Deno.test("drawing() draws title, subtitle, caption and swatches into the picture", () => {
  const { svg, height } = drawing({
    ...lines,
    color: { legend: true },
    title: "A title",
    subtitle: "a subtitle",
    caption: "a caption",
  });
  const shown = texts(svg);
  assertEquals(shown.slice(0, 4), ["A title", "a subtitle", "one", "two"]);
  assertEquals(shown.at(-1), "a caption");
  for (const [i, text] of shown.slice(2, 4).entries()) {
    assertMatch(svg, new RegExp(`<svg[^>]*fill="${palette[i]}"[^>]*><rect.*?<text[^>]*>${text}<`));
  }
  assert(height > drawing(lines).height + 80);
});

Deno.test("drawing() draws a legend of symbols in the colors of their series", () => {
  const { svg } = drawing({
    color: { domain: ["one", "two"], range: palette },
    symbol: { legend: true },
    marks: [Plot.dot(rows, { x: "x", y: "y", stroke: "name", symbol: "name" })],
  });
  for (const [i, text] of ["one", "two"].entries()) {
    assertMatch(svg, new RegExp(`<svg[^>]*stroke="${palette[i]}"[^>]*><path.*?>${text}<`));
  }
});

Deno.test("drawing() gives equal text for equal data, whatever was drawn before", () => {
  const clipped: PlotOptions = { clip: true, marks: [Plot.line(rows, { x: "x", y: "y" })] };
  const first = drawing([clipped, clipped]).svg;
  drawing({ ...lines, clip: true, color: { legend: true } });
  assertEquals(drawing([clipped, clipped]).svg, first);
  const ids = [...first.matchAll(/<clipPath id="([^"]*)"/g)].map(([, id]) => id);
  assertEquals(ids, ["clip-1", "clip-2"]);
  for (const id of ids) assertStringIncludes(first, `clip-path="url(#${id})"`);
});

Deno.test("drawing() rounds coordinates and leaves texts alone", () => {
  const { svg } = drawing({
    title: "x > 1.23456",
    marks: [
      Plot.line(rows, { x: "x", y: "y", ariaLabel: () => "pi is 3.14159" }),
      Plot.text(["0.1234567"], { x: 1, y: 1 }),
    ],
  });
  const coordinates = svg.match(/ (d|x|y|transform)="[^"]*"/g)!.join("");
  assertMatch(coordinates, /\d\.\d\d\D/);
  assert(!/\d\.\d{3}/.test(coordinates));
  assertStringIncludes(svg, ">x &gt; 1.23456<");
  assertStringIncludes(svg, ">0.1234567<");
  assertStringIncludes(svg, `aria-label="pi is 3.14159"`);
});

Deno.test("drawing() escapes texts and attributes", async () => {
  const text = `a <b> & "c"`;
  const named = rows.map((row) => ({ ...row, name: text }));
  const { svg } = drawing({
    title: text,
    color: { legend: true },
    marks: [
      Plot.line(named, { x: "x", y: "y", stroke: "name", ariaLabel: () => text }),
      Plot.text([text], { x: 1, y: 1, title: [text], href: ["?a=1&b=2"] }),
    ],
  });
  await png(svg); // its parser takes nothing but well-formed XML
  const escaped = "a &lt;b&gt; &amp; ";
  assertEquals(texts(svg).filter((shown) => shown.startsWith(escaped)).length, 3);
  assertStringIncludes(svg, `<title>${escaped}`);
  assertMatch(svg, /aria-label="a &lt;b(>|&gt;) &amp; &quot;c&quot;"/);
});

Deno.test("drawing() puts panels side by side, each as wide as it is alone", () => {
  const [left, right] = [{ ...lines, width: 300 }, { ...lines, width: 200, title: "Right" }];
  const both = drawing([left, right]);
  assertEquals(both.width, drawing(left).width + drawing(right).width);
  assertEquals(both.height, Math.max(drawing(left).height, drawing(right).height));
});

Deno.test("drawing() stacks the charts of a list within the list", () => {
  const [top, bottom] = [{ ...lines, height: 200 }, { ...lines, height: 100 }];
  const { svg, width, height } = drawing([[top, bottom], lines]);
  assertEquals(width, 2 * drawing(lines).width);
  assertEquals(height, drawing(lines).height);
  const stack = drawing([[top, bottom]]);
  assertEquals(stack.width, drawing(top).width);
  assertEquals(stack.height, 8 + 200 + 8 + 100 + 8);
  assertMatch(svg, /<g transform="translate\(0,208\)"><svg[^>]*height="100"/);
});

Deno.test("drawing() puts the titles of panels at the top and their horizontal axes on one line", () => {
  const { svg } = drawing([lines, { ...lines, height: 150, title: "Small" }]);
  // The tall panel has 400 pixels; the other begins at 640 + 16, its chart ends at 400, too.
  assertMatch(svg, /<g transform="translate\(8,8\)"><svg [^>]*height="400"/);
  assertMatch(svg, /<svg data-panel="" x="656" [^>]*><text y="15" [^>]*>Small/);
  assertMatch(svg, /<g transform="translate\(0,250\)"><svg [^>]*height="150"/);
});

Deno.test("drawing() is as wide as the labels of its legend, and hardly wider", async () => {
  const texts = ["AmoebaNet", "WMWM, MWMW", "illicit till", "n = 1,000 (50 %)", "Größe ≤ 2 · 10⁻³"];
  for (const text of texts) {
    const { svg, width } = drawing({
      width: 20,
      height: 100,
      axis: null,
      color: { legend: true },
      marks: [Plot.dot([text], { fill: [text] })],
    });
    const { dark, height } = decodePng(await png(svg));
    const isEmpty = (x: number): boolean => dark(2 * x, 0, 2 * x + 2, height) === 0;
    let right = width - 1;
    while (isEmpty(right)) right--;
    // The margin is 8 wide, and the swatch with its gap 20.
    const [free, shown] = [width - 8 - right, right - 8 - 20];
    assert(free >= 0 && free < 0.12 * shown + 4, `${text}: ${free} free beside ${shown}`);
  }
});
