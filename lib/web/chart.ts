/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Markish, PlotOptions } from "@observablehq/plot";
import { drawChart } from "../notebook/chart.ts";
import { theme } from "../notebook/theme.ts";
import { movePointer } from "./chart_keys.ts";
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

/** Hides the parts of a chart from screen readers, which hear its name and the points it is moved to. */
function hideParts(svg: SVGSVGElement): void {
  const parts = document.createElementNS(svg.namespaceURI, "g");
  parts.setAttribute("aria-hidden", "true");
  parts.append(...svg.childNodes);
  svg.append(parts);
}

/** What a chart in a page needs beside its options. */
export interface ChartText {
  /** A description for readers who do not see it. */
  readonly alt: string;
  /** Whether the marks get tooltips; true by default. */
  readonly tips?: boolean;
}

/**
 * A chart for a page, in the project's theme and in the reader's light or dark: points say their
 * values to the pointer and to the arrow keys.
 */
export function chartInPage(options: PlotOptions, { alt, tips = true }: ChartText): HTMLElement {
  const marks = options.marks ?? [];
  const style = { ...theme.style as object, background: "none", color: "currentColor" };
  const complete = { ...options, style, marks: tips ? withTips(marks) : marks } as PlotOptions;
  const drawn = drawChart(complete, document).element as Element;
  adaptNeutrals(drawn);
  const svgs = drawn.matches("svg") ? [drawn] : [...drawn.querySelectorAll(":scope > svg")];
  const svg = svgs.at(-1) as SVGSVGElement; // a legend may come before
  for (const some of svgs) hideParts(some as SVGSVGElement);
  svg.setAttribute("tabindex", "0");
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-roledescription", "chart");
  svg.setAttribute("aria-label", `${alt} The arrow keys move along its points.`);
  const box = document.createElement("div");
  box.className = "chart";
  const spoken = document.createElement("p");
  spoken.className = "spoken";
  spoken.setAttribute("aria-live", "polite");
  box.append(drawn, spoken);
  movePointer(svg, (text) => spoken.textContent = text);
  return box;
}
