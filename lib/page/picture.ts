import { type Element, parseFragment, parseSvg } from "./dom.ts";
import { escapeHtml } from "../notebook/display.ts";
import { fontSize } from "../notebook/theme.ts";

/** A picture of a notebook's output. */
export interface PictureFile {
  /** The SVG document. */
  readonly svg: string;
  /** What is seen, in words. */
  readonly alt: string;
  /** The lines under it, as HTML. */
  readonly caption: string;
  /** Width in pixels, as drawn. */
  readonly width: number;
}

/** A part of a picture that can stand above or beside the others. */
interface Panel {
  readonly width: number;
  readonly height: number;
  readonly markup: string;
}

/** Pixels around a panel, for what sticks out a little. */
const margin = 8;

const base64Svg = "data:image/svg+xml;base64,";

/** The picture in a figure's HTML; undefined if it has none. */
export function pictureFile(figureHtml: string): PictureFile | undefined {
  const figure = parseFragment(figureHtml);
  const image = figure.querySelector("img");
  const address = image?.getAttribute("src") ?? "";
  if (image === null || !address.startsWith(base64Svg)) return undefined;
  return {
    svg: new TextDecoder().decode(Uint8Array.fromBase64(address.slice(base64Svg.length))),
    alt: image.getAttribute("alt") ?? "",
    caption: figure.querySelector("figcaption")?.innerHTML ?? "",
    width: Number(image.getAttribute("width")),
  };
}

/** Removes the names of a picture's parts: the picture is read as one, by its alt text. */
function removeLabels(svg: Element): void {
  for (const element of svg.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) {
      if (name.startsWith("aria-")) element.removeAttribute(name);
    }
  }
}

/** Gives every id of a picture a prefix: a page has several pictures, whose ids would collide. */
function prefixIds(svg: Element, prefix: string): void {
  for (const element of svg.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) {
      if (name === "id") element.setAttribute(name, prefix + value);
      if (/href$/.test(name) && value.startsWith("#")) {
        element.setAttribute(name, `#${prefix}${value.slice(1)}`);
      }
      if (value.startsWith("url(#")) {
        element.setAttribute(name, `url(#${prefix}${value.slice("url(#".length)}`);
      }
    }
  }
}

/** A length of an SVG element, such as its width, in pixels. */
const length = (svg: Element, name: string): number => Number(svg.getAttribute(name));

/** The panels of a picture: those that it was composed of, otherwise all of it. */
function panelsOf(svg: Element): Panel[] {
  const panels = [...svg.querySelectorAll("svg[data-panel]")];
  svg.querySelector("rect")?.remove(); // the ground, which is the page's
  if (panels.length === 0) {
    return [{ width: length(svg, "width"), height: length(svg, "height"), markup: svg.innerHTML }];
  }
  return panels.map((panel) => ({
    width: length(panel, "width") + 2 * margin,
    height: length(panel, "height") + 2 * margin,
    markup: `<g transform="translate(${margin},${margin})">${panel.innerHTML}</g>`,
  }));
}

/** The widest panel whose text can be enlarged on a phone and still has its place. */
const widest = 680;

/** Size of the smallest text in a picture's markup, in pixels, if it is smaller than usual. */
function smallestText(markup: string): number {
  const sizes = markup.matchAll(/font-size="([\d.]+)"/g);
  return Math.min(fontSize, ...[...sizes].map(([, size]) => Number(size)));
}

function panelHtml({ width, height, markup }: Panel, text: string): string {
  const svg = `<svg viewBox="0 0 ${width} ${height}" ${text}>${markup}</svg>`;
  if (width <= widest) return `<div class="panel" style="--width:${width}">${svg}</div>`;
  // On a phone a wide one scrolls, with the keyboard, too, and its smallest text has 11 pixels.
  const least = Math.ceil(width * 11 / smallestText(markup));
  const style = `--width:${width};--least:${least}px`;
  return `<div class="panel wide" tabindex="0" style="${style}">${svg}</div>`;
}

/** Whether a picture has a continuous color scale or photographs, whose colors must stay. */
const keepsColors = (svg: string): boolean => /<image|"rgb\(/.test(svg);

/**
 * A picture as HTML: its panels as SVG elements side by side, which a narrow page stacks, in colors
 * that follow a dark page unless they have a meaning as they are.
 *
 * @param prefix What the ids in the picture begin with, different for each picture of a page.
 */
export function pictureHtml({ svg, alt, caption, width }: PictureFile, prefix: string): string {
  const root = parseSvg(svg);
  removeLabels(root);
  prefixIds(root, prefix);
  const attributes = ["font-family", "font-size", "fill", "color"].map((name) =>
    `${name}="${escapeHtml(root.getAttribute(name) ?? "")}"`
  );
  const height = length(root, "height");
  const panels = panelsOf(root).map((panel) => panelHtml(panel, attributes.join(" ")));
  const kind = keepsColors(svg) ? "picture" : "picture adapts";
  const below = caption === "" ? "" : `<figcaption>${caption}</figcaption>`;
  return `<figure class="${kind}" style="--drawn:${width};--tall:${height}">` +
    `<div class="panels" role="img" aria-label="${escapeHtml(alt)}">` +
    `${panels.join("")}</div>${below}</figure>`;
}
