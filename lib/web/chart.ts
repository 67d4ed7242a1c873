/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Markish, PlotOptions } from "@observablehq/plot";
import { drawChart } from "../notebook/chart.ts";
import { theme } from "../notebook/theme.ts";
import { keepTip, movePointer } from "./chart_keys.ts";
import { adaptNeutrals } from "./neutral_colors.ts";

/** Kinds of marks whose points say their values. */
const told = /^(line|dot|bar|cell|rect)$/;

/** The marks of a chart; those of points and lines say their values where the pointer is. */
function withTips(marks: readonly unknown[]): Markish[] {
  return marks.map((mark) => {
    if (Array.isArray(mark)) return withTips(mark);
    const { ariaLabel, tip } = (mark ?? {}) as { ariaLabel?: string; tip?: unknown };
    if (tip !== undefined || !told.test(ariaLabel ?? "")) return mark as Markish;
    return Object.create(mark as object, { tip: { value: true } });
  });
}

/**
 * The frame of a chart in a page. It stays while the chart is drawn again and again, and with it the
 * keyboard's focus: the arrow keys move along the points.
 *
 * @param alt A description for readers who do not see the chart.
 */
export function chartFrame(alt: string): HTMLElement {
  const frame = document.createElement("div");
  frame.className = "chart";
  frame.setAttribute("tabindex", "0");
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-roledescription", "chart");
  frame.setAttribute("aria-label", `${alt} The arrow keys move along its points.`);
  const drawing = document.createElement("div");
  const spoken = document.createElement("p");
  spoken.className = "spoken";
  spoken.setAttribute("aria-live", "polite");
  frame.append(drawing, spoken);
  movePointer(frame, (text) => spoken.textContent = text);
  return frame;
}

/**
 * Draws a chart in a frame, in the project's theme and in the reader's light or dark.
 *
 * @param tips Whether the marks get tooltips.
 */
export function drawInFrame(frame: HTMLElement, options: PlotOptions, tips: boolean): void {
  const marks = options.marks ?? [];
  const style = { ...theme.style as object, background: "none", color: "currentColor" };
  const complete = { ...options, style, marks: tips ? withTips(marks) : marks } as PlotOptions;
  const drawn = drawChart(complete, document).element as Element;
  adaptNeutrals(drawn);
  const svgs = drawn.matches("svg") ? [drawn] : [...drawn.querySelectorAll(":scope > svg")];
  svgs.at(-1)!.classList.add("plot"); // a legend may come before
  // Screen readers hear the frame's name and the points that the keys move to.
  for (const svg of svgs) svg.setAttribute("aria-hidden", "true");
  keepTip(frame, () => frame.firstElementChild!.replaceChildren(drawn));
}

/** A chart for a page, whose points say their values to the pointer and to the arrow keys. */
export function chartInPage(options: PlotOptions, alt: string): HTMLElement {
  const frame = chartFrame(alt);
  drawInFrame(frame, options, true);
  return frame;
}
