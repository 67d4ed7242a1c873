import * as Plot from "@observablehq/plot";
import { fontSize } from "../../notebook/theme.ts";

/** Width of the widest tooltip's lines, in ems. */
const widest = 26;

/** Pixels of a tooltip's edge and its tip. */
const edge = 36;

/**
 * Tooltips at the places of a chart, with lines so short that there is room in half of the chart, on
 * one side of any place.
 *
 * @param width Width of the chart in pixels.
 */
export function tips<Place>(
  places: readonly Place[],
  channels: Plot.TipOptions,
  width: number,
): Plot.Markish {
  const lineWidth = Math.min(widest, Math.floor((width / 2 - edge) / fontSize));
  return Plot.tip([...places], Plot.pointer({ ...channels, lineWidth }));
}
