/// <reference lib="dom" />

/** A canvas. Stands for `lib/notebook/canvas.ts` in a browser. */
export function createCanvas(): HTMLCanvasElement {
  return document.createElement("canvas");
}
