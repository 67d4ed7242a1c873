import * as Plot from "@observablehq/plot";
import { label } from "./labels.ts";
import { palette } from "../../notebook/theme.ts";

/**
 * A place on the horizontal axis that the reader has guessed, as a named vertical line.
 *
 * @param anchor Side of the line on which its name stands; `"start"` is right of it.
 */
export function guessLine(x: number, anchor: "start" | "end" = "start"): Plot.Markish[] {
  return [
    Plot.ruleX([x], { stroke: palette[6]!, strokeWidth: 2, strokeDasharray: "6 4" }),
    label("your guess", {
      x,
      frameAnchor: "bottom",
      textAnchor: anchor,
      dx: anchor === "start" ? 6 : -6,
      dy: -6,
    }),
  ];
}
