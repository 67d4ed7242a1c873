import * as Plot from "@observablehq/plot";
import type { PlotOptions } from "@observablehq/plot";
import { checkMarks } from "./left_out.ts";
import { fontSize, ink, palette, theme } from "./theme.ts";

/** A chart that Plot drew. */
export interface DrawnChart {
  /** An `<svg>`, inside a `<figure>` if there is a title or legend. */
  readonly element: unknown;
  /** Which values it leaves out, such as `"2 values of y, not finite (line)"`. */
  readonly leftOut: readonly string[];
}

/**
 * Draws a chart in the project's theme, in a document: colors are those of the palette, or for
 * numbers the scheme "cividis", unless the chart has its own; a chart without data says so.
 */
export function drawChart(options: PlotOptions, document: PlotOptions["document"]): DrawnChart {
  const { marks, ...checked } = checkMarks(options);
  const complete = { ...theme, ...options, marks, document } as PlotOptions;
  const plot = Plot.plot(complete);
  const leftOut = checked.leftOut();
  if (checked.isEmpty()) {
    const note = Plot.text(["no data"], { frameAnchor: "middle", fontSize, fill: ink });
    return { element: Plot.plot({ ...complete, marks: [...marks, note] }), leftOut };
  }
  const { scheme, range } = options.color ?? {};
  if (scheme !== undefined || range !== undefined) return { element: plot, leftOut };
  // Only Plot can tell the type of a color scale, so applying the theme's colors takes a second
  // rendering.
  const type = plot.scale("color")?.type;
  if (!type || type === "identity") return { element: plot, leftOut };
  const colors = /^(ordinal|categorical)$/.test(type) ? { range: palette } : { scheme: "cividis" };
  const color = { ...options.color, ...colors } as NonNullable<PlotOptions["color"]>;
  return { element: Plot.plot({ ...complete, color }), leftOut };
}
