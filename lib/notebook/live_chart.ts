import * as Plot from "@observablehq/plot";
import { drawing } from "./svg.ts";
import { pictureHtml } from "./show.ts";
import { checkKeys, checkWord } from "../options.ts";

/** The labels of a live chart's axes, and the scale of its vertical axis. */
export interface LiveAxes {
  /** Label of the horizontal axis. */
  readonly x: string;
  /** Label of the vertical axis. */
  readonly y: string;
  /** Scale of the vertical axis, `"linear"` by default. */
  readonly yType?: "linear" | "log";
}

/** A chart that grows while work is in progress. */
export interface LiveChart {
  /** Adds a point to a series. */
  add(series: string, x: number, y: number): void;
  /** The chart so far, as HTML; empty before the first point. */
  html(): string;
}

/** A series with more points drops every second one, so that the chart stays cheap to draw. */
const mostPoints = 200;

/**
 * Creates a live chart, with one line per series, for a loss or an error during training.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { liveChart } from "lib/notebook/live_chart.ts";
 *
 * const chart = liveChart({ x: "step", y: "loss" });
 * assertEquals(chart.html(), "");
 * for (let step = 1; step <= 3; step++) chart.add("sgd", step, 1 / step);
 * assertEquals(chart.html().startsWith('<img alt="loss against step'), true);
 * ```
 */
export function liveChart(axes: LiveAxes): LiveChart {
  const { x, y, yType = "linear" } = axes;
  checkKeys(axes, ["x", "y", "yType"], "A live chart");
  checkWord(yType, ["linear", "log"], "yType", "a live chart");
  const lines = new Map<string, { series: string; x: number; y: number }[]>();
  return {
    add(series, x, y) {
      const line = lines.get(series) ?? [];
      line.push({ series, x, y });
      lines.set(series, line.length > mostPoints ? line.filter((_, i) => i % 2 === 0) : line);
    },
    html() {
      const points = [...lines.values()].flat();
      if (points.length === 0) return "";
      const last = [...lines].map(([series, line]) => `${series}: ${line.at(-1)?.y}`).join(", ");
      return pictureHtml(
        drawing({
          width: 480,
          height: 240,
          x: { label: x },
          y: { label: y, type: yType, grid: true },
          color: { legend: lines.size > 1 },
          marks: [Plot.line(points, { x: "x", y: "y", stroke: "series", z: "series" })],
        }),
        `${y} against ${x} so far; last values: ${last}`,
      );
    },
  };
}
