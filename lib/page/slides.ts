import { type Element, parseSvg } from "./dom.ts";
import { pictureFile } from "./picture.ts";
import { type NotebookFile, outputs, text } from "../notebook/notebook_file.ts";
import { darkColors, fontFamily, fontSize, ink } from "../notebook/theme.ts";

/** A chart for a slide: without a background, in both colors. */
export interface Slide {
  /** SVG document for a light slide. */
  readonly light: string;
  /** SVG document for a dark slide. */
  readonly dark: string;
}

/** Size of a slide in pixels, which a chart fills in width or in height. */
const slideWidth = 1280;
const slideHeight = 720;

/** Size of the smallest text on a slide, in pixels. */
const smallestText = 18;

/** Pixels around a chart, as drawn. */
const margin = 8;

/** Height that tells a chart from the keys of a legend, in pixels. */
const leastHeight = 100;

/** A part of a panel: a chart, or a title or legend above it. */
interface Item {
  /** Where it begins, in pixels from the top of its panel. */
  readonly top: number;
  /** The element. */
  readonly element: Element;
}

const height = (element: Element): number => Number(element.getAttribute("height"));
const isChart = (element: Element): boolean =>
  element.localName === "svg" && height(element) >= leastHeight;

/** How far a group is moved down, in pixels. */
function movedDown(group: Element): number {
  const [, y] = /^translate\([^,]*,([^)]*)\)$/.exec(group.getAttribute("transform") ?? "") ?? [];
  return Number(y ?? 0);
}

/** The charts of a panel and what stands above them, from top to bottom. */
function itemsOf(parent: Element, top: number): Item[] {
  return [...parent.children].flatMap((element) => {
    const isColumn = element.localName === "g" && [...element.children].some(isChart);
    return isColumn
      ? itemsOf(element, top + movedDown(element))
      : [{ top: top + (element.localName === "g" ? movedDown(element) : 0), element }];
  });
}

/** The items of each chart: what stands above it, and the chart itself as the last one. */
function chartsOf(panel: Element): Item[][] {
  const charts: Item[][] = [];
  let items: Item[] = [];
  for (const item of itemsOf(panel, 0)) {
    items.push(item);
    if (!isChart(item.element)) continue;
    charts.push(items);
    items = [];
  }
  return charts;
}

/** Moves an item to its place below the first one; a group says itself where it is. */
function placed({ top, element }: Item, start: number): string {
  if (element.localName === "g") element.setAttribute("transform", `translate(0,${top - start})`);
  return element.localName === "g" || top === start
    ? element.outerHTML
    : `<g transform="translate(0,${top - start})">${element.outerHTML}</g>`;
}

/** A chart with its title and legend as an SVG document that fills a slide. */
function slideSvg(items: readonly Item[], panelWidth: number): string {
  const start = items[0]!.top;
  const chart = items.at(-1)!;
  const width = panelWidth + 2 * margin;
  const tall = chart.top - start + height(chart.element) + 2 * margin;
  const scale = Math.min(slideWidth / width, slideHeight / tall);
  const size = `width="${Math.round(scale * width)}" height="${Math.round(scale * tall)}"`;
  const least = Math.max(fontSize, smallestText / scale);
  const font = `font-family="${fontFamily}" font-size="${least}" fill="${ink}" color="${ink}"`;
  const markup = items.map((item) => placed(item, start)).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
    `${size} viewBox="${-margin} ${-margin} ${width} ${tall}" ${font}>${markup}</svg>`;
}

/** Enlarges the text of an SVG document that is smaller than the document's own. */
function enlargeText(root: Element): void {
  const least = Number(root.getAttribute("font-size"));
  for (const element of root.querySelectorAll("[font-size]")) {
    if (Number(element.getAttribute("font-size")) < least) {
      element.setAttribute("font-size", String(least));
    }
  }
}

/**
 * The marks on a ground of colors that stand for numbers, such as the text in the cells of a heat
 * map: their own colors fit that ground. None if a chart has no such ground.
 */
function marksOnColors(root: Element): Set<Element> {
  const marks = new Set<Element>();
  if (!root.outerHTML.includes('"rgb(')) return marks;
  for (const group of root.querySelectorAll("g[aria-label]")) {
    if (/axis|grid/.test(group.getAttribute("aria-label")!)) continue;
    for (const element of [group, ...group.querySelectorAll("*")]) marks.add(element);
  }
  return marks;
}

/** Gives an SVG document the colors of charts on a dark ground. */
function darken(root: Element): void {
  const kept = marksOnColors(root);
  for (const element of [root, ...root.querySelectorAll("*")]) {
    if (kept.has(element)) continue;
    for (const name of ["fill", "stroke", "color"]) {
      const dark = darkColors[element.getAttribute(name) ?? ""];
      if (dark !== undefined) element.setAttribute(name, dark);
    }
  }
}

function slide(svg: string): Slide {
  const root = parseSvg(svg);
  enlargeText(root);
  const light = root.outerHTML;
  darken(root);
  return { light, dark: root.outerHTML };
}

/**
 * The charts of an executed notebook for slides, each alone with its title and legend, 1280 pixels
 * wide or 720 high, with text of at least 18 pixels.
 *
 * @example Usage
 * ```ts
 * import * as Plot from "@observablehq/plot";
 * import { assertEquals } from "@std/assert";
 * import { figureBundle } from "lib/notebook/show.ts";
 * import { slides } from "lib/page/slides.ts";
 *
 * const chart = { marks: [Plot.lineY([1, 4, 9])] };
 * const data = await figureBundle([chart, [chart, chart]], { alt: "The same line three times." });
 * const outputs = [{ output_type: "display_data", data }];
 * const cells = [{ cell_type: "code", source: "", metadata: {}, outputs }];
 * assertEquals(slides({ cells }).length, 3);
 * ```
 */
export function slides(notebook: NotebookFile): Slide[] {
  return outputs(notebook).flatMap(({ data }) => {
    const html = text(data?.["text/html"]);
    const picture = html.startsWith("<figure>") ? pictureFile(html) : undefined;
    if (picture === undefined) return [];
    const panels = [...parseSvg(picture.svg).querySelectorAll("svg[data-panel]")];
    return panels.flatMap((panel) => {
      const width = Number(panel.getAttribute("width"));
      return chartsOf(panel).map((items) => slide(slideSvg(items, width)));
    });
  });
}
