import { display, escapeHtml, type MimeBundle } from "./display.ts";
import { png } from "./png.ts";
import { type Charts, type Drawing, drawing } from "./svg.ts";
import { checkKeys } from "../options.ts";

/** The text that accompanies a picture. */
export interface FigureText {
  /** A description for readers who do not see the picture. */
  readonly alt: string;
  /** The caption under the picture. */
  readonly caption?: string;
}

/** A drawing as an `<img>`, which pages show even if the notebook is not trusted. */
export function pictureHtml({ svg, width }: Drawing, alt: string): string {
  const address = `data:image/svg+xml;base64,${new TextEncoder().encode(svg).toBase64()}`;
  return `<img alt="${escapeHtml(alt)}" src="${address}" width="${width}">`;
}

/** Maximum number of bytes of a PNG at double size; many slanted lines make it larger. */
const mostBytes = 90_000;

/** The PNG of a drawing, at double size unless that is too large for a notebook. */
async function pngOf(svg: string): Promise<Uint8Array> {
  const double = await png(svg);
  return double.length > mostBytes ? await png(svg, 1) : double;
}

/**
 * The formats of a figure: HTML with the picture as SVG, a PNG for printers and for repository
 * pages that only show images, and the alt text.
 *
 * @throws {TypeError} If the alt text is empty.
 */
export async function figureBundle(
  charts: Charts,
  text: FigureText,
): Promise<MimeBundle> {
  const { alt, caption = "" } = text;
  checkKeys(text, ["alt", "caption"], "show()");
  if (alt.trim() === "") throw new TypeError("A figure needs an alt text: say what is seen.");
  const picture = drawing(charts);
  const note = picture.leftOut.length > 0 ? `Left out: ${picture.leftOut.join("; ")}.` : "";
  const lines = [caption, note].filter((line) => line !== "");
  const below = lines.length > 0
    ? `<figcaption>${lines.map(escapeHtml).join("<br>")}</figcaption>`
    : "";
  return {
    "text/html": `<figure>${pictureHtml(picture, alt)}${below}</figure>`,
    "image/png": (await pngOf(picture.svg)).toBase64(),
    "text/plain": [alt, ...lines].join("\n"),
  };
}

/**
 * Shows a figure under the running cell: one chart, or several side by side or stacked, each given
 * by the options of `Plot.plot`. Await it at the end of a cell.
 *
 * A line under the figure says which numbers it leaves out, since they have no place on their scale:
 * NaN and ±Infinity, and 0 and below on a logarithmic axis. Gaps that are meant are `undefined`.
 *
 * @example Usage
 * ```ts
 * import * as Plot from "@observablehq/plot";
 * import { show } from "lib/notebook/show.ts";
 *
 * await show({ marks: [Plot.lineY([1, 4, 9])] }, { alt: "A line that rises from 1 to 9." });
 * ```
 *
 * @throws {TypeError} If the alt text is empty.
 */
export async function show(
  charts: Charts,
  text: FigureText,
): Promise<void> {
  await display(await figureBundle(charts, text));
}
