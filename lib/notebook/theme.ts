import type { PlotOptions } from "@observablehq/plot";

/**
 * Colors of up to seven series (Okabe and Ito, 2008): distinguishable in all common forms of color
 * blindness, and ordered so that neighbors also differ in lightness in grayscale print.
 */
export const palette: readonly string[] = [
  "#000000",
  "#0072b2",
  "#d55e00",
  "#56b4e9",
  "#009e73",
  "#e69f00",
  "#cc79a7",
];

/** Color of axes, ticks and text. */
export const ink = "#222222";

/** Background of every chart; explicit, so that a dark page does not show through. */
export const paper = "#ffffff";

/** Font stack of charts on a page; PNGs only use DejaVu Sans. */
export const fontFamily = "system-ui, 'DejaVu Sans', sans-serif";

/** Size of a chart's text, in pixels. */
export const fontSize = 13;

/** Options of all charts; a chart's own options override them. */
export const theme: PlotOptions = {
  width: 640,
  height: 400,
  marginTop: 28,
  marginLeft: 56,
  marginBottom: 44,
  marginRight: 24,
  style: { fontFamily, fontSize: `${fontSize}px`, color: ink, background: paper },
};
