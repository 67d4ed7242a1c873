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

/** Background of a dark page, for charts that adapt to it. */
export const darkPaper = "#15181c";

/**
 * What the colors of charts become on a dark page, by how they are written: ink and paper change
 * places, and blues get lighter. A color that is missing here stays.
 */
export const darkColors: Readonly<Record<string, string>> = {
  "#000000": "#f4f4f4",
  "#000": "#f4f4f4",
  "black": "#f4f4f4",
  "#222222": "#e4e4e4",
  "#222": "#e4e4e4",
  "#ffffff": darkPaper,
  "#fff": darkPaper,
  "white": darkPaper,
  "#0072b2": "#3f9be0",
  "#56b4e9": "#a9dcff",
  "#444": "#bbbbbb",
  "#555": "#b0b0b0",
  "#666": "#a5a5a5",
  "#777": "#9c9c9c",
  "#777777": "#9c9c9c",
  "#888": "#959595",
  "#ddd": "#444444",
  "#e8e8e8": "#333333",
};
