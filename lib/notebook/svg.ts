import type { PlotOptions } from "@observablehq/plot";
import { parseHTML } from "linkedom";
import {
  type Block,
  column,
  escapeText,
  gap,
  type Panel,
  row,
  sideBySide,
  textBlock,
  translated,
} from "./blocks.ts";
import { createCanvas } from "./canvas.ts";
import { drawChart } from "./chart.ts";
import { fontFamily, fontSize, ink, paper } from "./theme.ts";

/** The parts of a DOM element that are used here. */
interface Element {
  readonly localName: string;
  readonly children: Iterable<Element>;
  readonly textContent: string;
  readonly outerHTML: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  querySelectorAll(selector: string): Iterable<Element>;
  remove(): void;
}

interface Document {
  createElement(name: string): unknown;
}

/** A document for Plot to draw in, with canvases from this library. */
function makeDocument(): PlotOptions["document"] {
  const page: unknown = parseHTML("<!doctype html><html><body></body></html>");
  const { document } = page as { document: Document };
  const createElement = document.createElement.bind(document);
  document.createElement = (name) => name === "canvas" ? createCanvas() : createElement(name);
  return document as PlotOptions["document"];
}

/** The numbers in a text, such as a path, with at most two decimals. */
const rounded = (text: string): string =>
  text.replace(/-?\d+\.\d{3,}(?![\de])/g, (number) => String(Number(Number(number).toFixed(2))));

/** Rounds the numbers of an element's attributes, and escapes them: the document does not. */
function tidyAttributes(element: Element): void {
  element.removeAttribute("class");
  for (const { name, value } of [...element.attributes]) {
    const isText = name === "href" || name.startsWith("aria-");
    const tidy = escapeText(isText ? value : rounded(value));
    if (tidy !== value) element.setAttribute(name, tidy);
  }
}

function svgBlock(svg: Element): Block {
  for (const style of svg.querySelectorAll("style")) style.remove();
  // The numbers at the ends of a continuous legend stick out; Plot's style sheet allows for that.
  if (svg.getAttribute("class")?.includes("ramp")) svg.setAttribute("overflow", "visible");
  for (const name of ["style", "font-family", "font-size"]) svg.removeAttribute(name);
  for (const element of [svg, ...svg.querySelectorAll("*")]) tidyAttributes(element);
  return {
    width: Number(svg.getAttribute("width")),
    height: Number(svg.getAttribute("height")),
    markup: svg.outerHTML,
  };
}

/** A legend of swatches, which Plot makes of HTML, as a row of keys and labels. */
function swatches(legend: Element): Block {
  const entries = [...legend.children].filter(({ localName }) => localName === "span");
  return row(
    entries.map((entry) => {
      const keys = [...entry.querySelectorAll("svg")].map(svgBlock);
      const label = textBlock(entry.textContent.trim(), fontSize, "normal");
      return row([...keys, label], 5);
    }),
    16,
  );
}

function block(element: Element): Block[] {
  switch (element.localName) {
    case "svg":
      return [svgBlock(element)];
    case "figure":
      return [...element.children].flatMap(block);
    case "h2":
      return [textBlock(element.textContent, fontSize + 2, "bold")];
    case "h3":
    case "figcaption":
      return [textBlock(element.textContent, fontSize, "normal")];
    case "div":
      return element.getAttribute("class")?.includes("swatches")
        ? [swatches(element)]
        : [...element.children].flatMap(block);
    default:
      return [];
  }
}

/** A panel of charts stacked; the title, subtitle and legend of the first one are its head. */
function panelOf(charts: readonly PlotOptions[], leftOut: string[]): Panel {
  const [first, ...others] = charts.map((chart) => {
    const { element, leftOut: values } = drawChart(chart, makeDocument());
    leftOut.push(...values);
    return element as Element;
  });
  const parts = first!.localName === "figure" ? [...first!.children] : [first!];
  const chart = parts.findLastIndex(({ localName }) => localName === "svg");
  return {
    head: column(parts.slice(0, chart).flatMap(block)),
    body: column([...parts.slice(chart), ...others].flatMap(block)),
  };
}

/** Numbers clips from 1 in this drawing, so that a rerun gives equal text. */
function numberClips(svg: string): string {
  const ids = new Map<string, string>();
  return svg.replace(/plot-clip-\d+/g, (id) => {
    if (!ids.has(id)) ids.set(id, `clip-${ids.size + 1}`);
    return ids.get(id) as string;
  });
}

/** One chart, or several panels side by side; a nested list is one panel of stacked charts. */
export type Charts = PlotOptions | readonly (PlotOptions | readonly PlotOptions[])[];

/** An SVG drawing with its size in pixels. */
export interface Drawing {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** The complete SVG document. */
  readonly svg: string;
  /** Which values it leaves out, such as `"2 values of y, not finite (line)"`. */
  readonly leftOut: readonly string[];
}

/**
 * Renders one chart, or several side by side or stacked, as one SVG document that needs no style
 * sheet, script or canvas: titles, legends and captions are included, the background is white, and
 * equal data yield equal text. A chart is given by the options of `Plot.plot`. Numbers that have no
 * place on their scale, such as NaN, are gaps; a chart without data says so.
 *
 * @example Usage
 * ```ts
 * import * as Plot from "@observablehq/plot";
 * import { assert } from "@std/assert";
 * import { drawing } from "lib/notebook/svg.ts";
 *
 * const { svg } = drawing({ title: "A line", marks: [Plot.lineY([1, 4, 9])] });
 * assert(svg.startsWith("<svg xmlns=") && svg.includes("A line"));
 * ```
 */
export function drawing(charts: Charts): Drawing {
  const leftOut: string[] = [];
  const content = sideBySide([charts].flat().map((panel) => panelOf([panel].flat(), leftOut)));
  const width = content.width + 2 * gap;
  const height = content.height + 2 * gap;
  const markup = translated(content, gap, gap);
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  const text = `font-family="${fontFamily}" font-size="${fontSize}" fill="${ink}" color="${ink}"`;
  const ground = `<rect width="${width}" height="${height}" fill="${paper}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${text}>${ground}${markup}</svg>`;
  return { width, height, svg: numberClips(svg), leftOut };
}
