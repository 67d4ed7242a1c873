import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { liveChart } from "lib/notebook/live_chart.ts";

/** The drawing inside of a live chart, and its alt text. */
function parts(html: string): { svg: string; alt: string } {
  const [, alt, base64] = html.match(
    /^<img alt="([^"]*)" src="data:image\/svg\+xml;base64,([^"]*)"/,
  )!;
  return { svg: new TextDecoder().decode(Uint8Array.fromBase64(base64!)), alt: alt! };
}

Deno.test("liveChart() is empty before the first point, then says its last values", () => {
  const chart = liveChart({ x: "step", y: "loss" });
  assertEquals(chart.html(), "");
  chart.add("sgd", 1, 0.5);
  chart.add("adam <1>", 1, 0.25);
  chart.add("sgd", 2, 0.125);
  const { alt } = parts(chart.html());
  assertEquals(alt, "loss against step so far; last values: sgd: 0.125, adam &lt;1&gt;: 0.25");
});

Deno.test("liveChart() draws a line a series, with a legend where there are several", () => {
  const chart = liveChart({ x: "step", y: "loss" });
  const lines = (): number =>
    parts(chart.html()).svg.match(/aria-label="line">(.*?)<\/g>/)![1]!.match(/<path/g)!.length;
  for (const step of [1, 2, 3]) chart.add("sgd", step, 1 / step);
  assertEquals(lines(), 1);
  assert(!parts(chart.html()).svg.includes(">sgd<"));
  for (const step of [1, 2, 3]) chart.add("adam", step, 2 / step);
  assertEquals(lines(), 2);
  assertStringIncludes(parts(chart.html()).svg, ">sgd<");
  assertStringIncludes(parts(chart.html()).svg, ">adam<");
});

Deno.test("liveChart() stays small over a long run, and keeps the first and the last point", () => {
  const chart = liveChart({ x: "step", y: "loss", yType: "log" });
  for (let step = 0; step < 100_000; step++) chart.add("sgd", step, 1 + step);
  const { svg, alt } = parts(chart.html());
  assertEquals(alt, "loss against step so far; last values: sgd: 100000");
  const path = svg.match(/aria-label="line"><path d="([^"]*)"/)![1]!;
  const points = path.split(/[ML]/).slice(1).map((point) => point.split(",").map(Number));
  assert(points.length > 50 && points.length <= 200, `${points.length} points`);
  assertEquals(points[0], [56, 196]); // the lower left corner inside of the margins
  assertEquals(points.at(-1), [456, 28]); // the upper right one
});
