import * as Plot from "@observablehq/plot";

/**
 * A place on the horizontal axis that the reader has guessed, as a named vertical line.
 *
 * @param anchor Side of the line on which its name stands; `"start"` is right of it.
 */
export function guessLine(x: number, anchor: "start" | "end" = "start"): Plot.Markish[] {
  return [
    Plot.ruleX([x], { stroke: "#d55e00", strokeWidth: 2, strokeDasharray: "6 4" }),
    Plot.text(["your guess"], {
      x,
      frameAnchor: "top",
      textAnchor: anchor,
      dx: anchor === "start" ? 6 : -6,
      dy: 4,
      fill: "#d55e00",
    }),
  ];
}
