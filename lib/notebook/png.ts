import { Buffer } from "node:buffer";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import wasm from "@resvg/resvg-wasm/index_bg.wasm" with { type: "bytes" };
import bold from "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf" with { type: "bytes" };
import regular from "dejavu-fonts-ttf/ttf/DejaVuSans.ttf" with { type: "bytes" };
import { PNG } from "pngjs";

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

/**
 * Renders an SVG document as a PNG at `scale` pixels per unit, for pages and printers that do not
 * support SVG. Text is set in DejaVu Sans, which comes with the project; system fonts are not used.
 */
export async function png(svg: string, scale = 2): Promise<Uint8Array> {
  const image = await rendered(svg, scale);
  const { width, height } = image;
  const data = Buffer.from(image.pixels);
  image.free();
  // Charts have an opaque background, so need no alpha, and flat colors, for which unfiltered rows
  // compress best: to about 60 % of the size of resvg's own PNG.
  const packing = { colorType: 2, filterType: 0, deflateLevel: 9, deflateStrategy: 0 } as const;
  return Uint8Array.from(PNG.sync.write({ width, height, data } as PNG, packing));
}

/** Renders an SVG document without a background as a transparent PNG, otherwise like `png()`. */
export async function transparentPng(svg: string, scale = 2): Promise<Uint8Array> {
  const image = await rendered(svg, scale);
  const bytes = image.asPng();
  image.free();
  return bytes;
}
