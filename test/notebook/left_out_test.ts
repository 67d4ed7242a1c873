import * as Plot from "@observablehq/plot";
import type { Markish, PlotOptions } from "@observablehq/plot";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { figureBundle } from "lib/notebook/show.ts";
import { drawing } from "lib/notebook/svg.ts";

const log: PlotOptions = { y: { type: "log" } };

/** What a chart of some marks leaves out. */
function leftOut(marks: Markish, options: PlotOptions = {}): readonly string[] {
  return drawing(Object.assign({ marks: [marks] }, options)).leftOut;
}

/** Whether a chart of some marks says that there are no data. */
function saysNoData(...marks: Markish[]): boolean {
  return drawing({ marks }).svg.includes(">no data<");
}

Deno.test("drawing() says which numbers it leaves out of which marks", () => {
  assertEquals(leftOut(Plot.lineY([1, NaN, 2, Infinity, -Infinity])), [
    "3 values of y, not finite (line)",
  ]);
  assertEquals(leftOut(Plot.dot([[NaN, 1], [2, NaN], [3, 3]])), [
    "1 value of x, not finite (dot)",
    "1 value of y, not finite (dot)",
  ]);
  assertEquals(leftOut([Plot.lineY([NaN, 1, 2]), [Plot.lineY(new Float32Array([NaN, 2, 3]))]]), [
    "2 values of y, not finite (line)",
  ]);
  assertEquals(leftOut(Plot.dotX([1, 2], { fill: [NaN, 3] })), [
    "1 value of color, not finite (dot)",
  ]);
  assertEquals(leftOut(Plot.lineY([0, -1, 10, 100, NaN]), log), [
    "2 values of y, not on a logarithmic axis (line)",
    "1 value of y, not finite (line)",
  ]);
  assertEquals(leftOut(Plot.lineY([-1, -10, 10]), { y: { type: "log", domain: [-100, -1] } }), [
    "1 value of y, not on a logarithmic axis (line)",
  ]);
});

Deno.test("drawing() says nothing of gaps that are meant, of other axes and of other values", () => {
  for (
    const marks of [
      Plot.lineY([1, undefined, 2, null, 3]),
      Plot.lineY([0, -1, 1]),
      Plot.dotX(["a", "b", ""]),
      Plot.barY([1, 2, 3]),
      Plot.text(["label"], { frameAnchor: "top" }),
      Plot.ruleY([0]),
      Plot.frame(),
      Plot.rectY([1, 2, 2, 5], Plot.binX({ y: "count" }, { x: (x: number) => x })),
      Plot.raster({ fill: (x: number) => x, x1: 0, y1: 0, x2: 1, y2: 1, width: 4, height: 4 }),
    ]
  ) assertEquals(leftOut(marks), []);
  assertEquals(leftOut(Plot.dotX([1, 2], { fill: [NaN, 3] }), { color: { unknown: "red" } }), []);
});

Deno.test("drawing() draws what is left as if the rest were gaps", () => {
  const gaps = drawing({ marks: [Plot.lineY([1, 2, undefined, 3, undefined, 2, 5])] }).svg;
  assertEquals(drawing({ marks: [Plot.lineY([1, 2, Infinity, 3, NaN, 2, 5])] }).svg, gaps);
  const marks = [Plot.lineY([1, 2, undefined, 3])];
  const logGap = drawing(Object.assign({ marks }, log)).svg;
  const zero = drawing(Object.assign({ marks: [Plot.lineY([1, 2, 0, 3])] }, log)).svg;
  assertEquals(zero, logGap);
});

Deno.test("drawing() draws what has a place as Plot draws it", () => {
  const marks = [Plot.lineY([1, 4, 9]), Plot.tickX([1, 2]), Plot.barY([3], { x: [1] })];
  assert(!drawing({ marks }).svg.includes("NaN"));
  // The same marks can be drawn again, alone and together with others.
  assertEquals(drawing({ marks }).svg, drawing({ marks }).svg);
});

Deno.test("drawing() says so if there are no data", () => {
  assert(saysNoData());
  assert(saysNoData(Plot.lineY([])));
  assert(saysNoData(Plot.lineY([NaN, NaN]), Plot.ruleY([0]), Plot.frame()));
  assert(saysNoData(Plot.dot([], { x: "x", y: "y" }), Plot.text([], { x: "x", y: "y" })));
  assert(!saysNoData(Plot.lineY([1])));
  assert(!saysNoData(Plot.lineY([]), Plot.dotY([1])));
  assert(!saysNoData(Plot.ruleY([0])));
  assert(!saysNoData(Plot.text(["words"], { frameAnchor: "middle" })));
  assert(!saysNoData(() => null));
  const fill = (x: number) => x;
  assert(!saysNoData(Plot.raster({ fill, x1: 0, y1: 0, x2: 1, y2: 1, width: 4, height: 4 })));
});

Deno.test("figureBundle() says under the figure what its charts leave out", async () => {
  const charts = [{ marks: [Plot.lineY([1, NaN])] }, { marks: [Plot.dotY([Infinity, 1, 2])] }];
  const text = { alt: "two charts", caption: "a < b" };
  const bundle = await figureBundle(charts, text);
  const note = "Left out: 1 value of y, not finite (line); " +
    "1 value of y, not finite (dot).";
  assertStringIncludes(
    String(bundle["text/html"]),
    `<figcaption>a &lt; b<br>${note}</figcaption>`,
  );
  assertEquals(bundle["text/plain"], `two charts\na < b\n${note}`);
});
