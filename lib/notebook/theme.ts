import type { PlotOptions } from "@observablehq/plot";

/**
 * Colors of up to seven series (Okabe and Ito, 2008): told apart in every common form of color
 * blindness, ordered so that neighbors also differ in lightness when printed in grey.
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

/** Ink of axes, ticks and text. */
export const ink = "#222222";

/** Ground of every chart; explicit, so that a dark page does not shine through. */
export const paper = "#ffffff";

/** Font stack of charts on the page; the PNG rendering has DejaVu Sans alone. */
export const fontFamily = "system-ui, 'DejaVu Sans', sans-serif";

/** Size of a chart's text, in pixels. */
export const fontSize = 13;

/** What every chart of the collection shares; a chart's own options come on top. */
export const theme: PlotOptions = {
  width: 640,
  height: 400,
  marginTop: 28,
  marginLeft: 56,
  marginBottom: 44,
  marginRight: 24,
  style: { fontFamily, fontSize: `${fontSize}px`, color: ink, background: paper },
};
