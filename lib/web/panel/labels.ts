import * as Plot from "@observablehq/plot";

/** Words in a chart, legible where a line crosses them. */
export function label(text: string, place: Plot.TextOptions): Plot.Text {
  return Plot.text(
    [text],
    Object.assign({}, place, {
      stroke: "white",
      strokeWidth: 4,
      fill: "#555555",
    }),
  );
}

/** The name of the line at Xavier's radius, on an axis of logarithms where that is 0. */
export function xavierLabel(): Plot.Text {
  return label("Xavier’s rₓ", { x: 0, frameAnchor: "top", dx: -6, dy: 6, textAnchor: "end" });
}
