/// <reference lib="dom" />
import { chartFrame, drawInFrame } from "../chart.ts";
import { chartOptions } from "./curves.ts";
import type { Panel, View } from "./panel.ts";

/** Milliseconds between two drawings where a reader wants little motion. */
const calm = 1000;

/** The charts of a panel in the page. */
export interface Drawing {
  /** Draws the charts again, soon: at most with each frame, and in a fifth of the time. */
  request(): void;
}

/** Keeps the charts of a panel drawn in a box, also when the box gets another width. */
export function keepDrawn(panel: Panel, box: HTMLElement, view: () => View): Drawing {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let next = 0;
  let waiting = false;
  const frames = panel.charts.map(({ title }) => chartFrame(title));
  box.append(...frames);
  let width = 0;
  function draw(): void {
    waiting = false;
    const started = performance.now();
    for (const [i, frame] of frames.entries()) {
      const options = chartOptions(panel, i, view(), box.clientWidth);
      frame.hidden = options === undefined;
      if (options !== undefined) drawInFrame(frame, options, false);
    }
    const now = performance.now();
    next = now + (still.matches ? calm : 5 * (now - started));
  }
  function request(): void {
    if (waiting) return;
    waiting = true;
    setTimeout(() => requestAnimationFrame(draw), Math.max(0, next - performance.now()));
  }
  new ResizeObserver(() => {
    if (box.clientWidth === width) return;
    width = box.clientWidth;
    request();
  }).observe(box);
  return { request };
}
