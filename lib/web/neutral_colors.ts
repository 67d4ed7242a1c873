/// <reference lib="dom" />
import { rgb } from "d3-color";

/** Lightness of what is black, and of what is white, on a dark page, in [0, 255]. */
const black = 235;
const white = 24;

/** A gray for a light and for a dark page; undefined for what is no gray. */
export function neutralColor(text: string): string | undefined {
  const { r, g, b, opacity } = rgb(text);
  const [least, most] = [Math.min(r, g, b), Math.max(r, g, b)];
  if (!(most - least <= 12)) return undefined; // NaN where it is no color
  const dark = Math.round(black + (white - black) * (r + g + b) / 3 / 255);
  return `light-dark(${text}, rgb(${dark} ${dark} ${dark} / ${opacity}))`;
}

/** Lets the grays of a drawing, black and white among them, follow the reader's light or dark. */
export function adaptNeutrals(drawing: Element): void {
  for (const element of [drawing, ...drawing.querySelectorAll("[fill], [stroke]")]) {
    for (const name of ["fill", "stroke"]) {
      const value = element.getAttribute(name);
      const adapted = value && neutralColor(value);
      if (adapted) element.setAttribute(name, adapted);
    }
  }
}
