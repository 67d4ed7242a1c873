import { initWasm, Resvg } from "@resvg/resvg-wasm";
import wasm from "@resvg/resvg-wasm/index_bg.wasm" with { type: "bytes" };
import bold from "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf" with { type: "bytes" };
import regular from "dejavu-fonts-ttf/ttf/DejaVuSans.ttf" with { type: "bytes" };
import { encode } from "fast-png";
import { inFewColors } from "./palette.ts";

let ready: Promise<void> | undefined;

/** An SVG document as an image at `scale` pixels per unit, which has to be freed. */
async function rendered(svg: string, scale: number) {
  await (ready ??= initWasm(new WebAssembly.Module(wasm)));
  const font = {
    fontBuffers: [regular, bold],
    defaultFontFamily: "DejaVu Sans",
    sansSerifFamily: "DejaVu Sans",
    loadSystemFonts: false,
  };
  // For images enlarged without blur, the renderer only knows the SVG 1.1 name.
  const named = svg.replaceAll('image-rendering="pixelated"', 'image-rendering="optimizeSpeed"');
  const resvg = new Resvg(named, { fitTo: { mode: "zoom", value: scale }, font });
  const image = resvg.render();
  resvg.free();
  return image;
}

/** A picture's pixels, each with four bytes: red, green, blue and opacity. */
interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** The red, green and blue of each pixel. */
function withoutOpacity(pixels: Uint8Array): Uint8Array {
  return pixels.filter((_, i) => i % 4 < 3);
}

/**
 * A picture with an opaque background as a PNG: a chart in a palette of colors, which takes about 60 %
 * of the bytes.
 */
function packed({ width, height, pixels }: Pixels): Uint8Array {
  const options = { zlib: { level: 9 } } as const;
  const few = inFewColors(pixels);
  if (few === undefined) {
    const data = withoutOpacity(pixels);
    return encode({ width, height, data, channels: 3 }, options);
  }
  return encode({ width, height, data: few.indices, channels: 1, palette: few.palette }, options);
}

/**
 * Renders an SVG document as a PNG at `scale` pixels per unit, for pages and printers that do not
 * support SVG. Text is set in DejaVu Sans, which comes with the project; system fonts are not used.
 */
export async function png(svg: string, scale = 2): Promise<Uint8Array> {
  const image = await rendered(svg, scale);
  const { width, height, pixels } = image;
  image.free();
  return packed({ width, height, pixels });
}

/** Renders an SVG document without a background as a transparent PNG, otherwise like `png()`. */
export async function transparentPng(svg: string, scale = 2): Promise<Uint8Array> {
  const image = await rendered(svg, scale);
  const bytes = image.asPng();
  image.free();
  return bytes;
}
