import * as Plot from "@observablehq/plot";
import type { PlotOptions, ScaleOptions } from "@observablehq/plot";
import { palette } from "../../notebook/theme.ts";
import type { Row } from "../messages.ts";
import { label } from "./labels.ts";
import {
  type Chart,
  type CurveChart,
  type Panel,
  type Run,
  settingsText,
  type View,
} from "./panel.ts";
import { tips } from "./tips.ts";

/** A place on a curve. */
interface Place {
  readonly x: number;
  readonly y: number;
  /** Name of the point, which has a color. */
  readonly name: string;
  /** What tells the curve from others. */
  readonly curve: string;
  readonly dashed: boolean;
  readonly marked: boolean;
  /** What a tooltip says. */
  readonly title: string;
}

/** Most places of a curve; of more, some are left out, evenly. */
const mostPlaces = 240;

/** Some of the rows, evenly, and the last. */
function thinned(rows: readonly Row[]): readonly Row[] {
  const stride = Math.ceil(rows.length / mostPlaces);
  return rows.filter((_, i) => i % stride === 0 || i === rows.length - 1);
}

/** A number in a tooltip, with a true minus sign, at which no line ends. */
function number(value: number): string {
  const text = Math.abs(value) < 10
    ? String(Number(value.toPrecision(3)))
    : value.toLocaleString("en", { maximumFractionDigits: 1 });
  return text.replace("-", "−");
}

/** The rows of a point: those that it has noted, or those that the panel makes of its result. */
function rowsOf(panel: Panel, run: Run, place: number): readonly Row[] {
  if (panel.rows === undefined) return run.rows[place]!;
  const result = run.results[place];
  return result === undefined ? [] : panel.rows(run.points[place]!, result);
}

/** The places of a run's curves in a chart. */
function placesOf(
  panel: Panel,
  { curves }: CurveChart,
  xAxis: ScaleOptions,
  run: Run,
  id: number,
): Place[] {
  const settings = settingsText(panel, run.choice);
  return run.points.flatMap((point, i) =>
    curves.flatMap(({ x, y, label: measure, dashed = false, marked = false, where }) => {
      const name = panel.name(point);
      const rows = rowsOf(panel, run, i).filter((row) => where?.(row) ?? true);
      const curve = `${id} ${name} ${measure}`;
      return thinned(rows).map((row) => {
        const [right, up] = [Number(row[x]), Number(row[y])];
        const title = `${name}, ${measure} ${number(up)}\n${xAxis.label ?? x} ${
          number(right)
        }\n${settings}`;
        return { x: right, y: up, name, dashed, marked, title, curve };
      });
    })
  );
}

/** Lines through places: those of dashed curves dashed. */
function lines(places: readonly Place[], options: object): Plot.Markish[] {
  const line = { x: "x", y: "y", z: "curve", ...options } as const;
  return [
    Plot.line(places.filter(({ dashed }) => !dashed), line),
    Plot.line(places.filter(({ dashed }) => dashed), { ...line, strokeDasharray: "5 3" }),
  ];
}

/** The names of a panel's points, in the order of their colors. */
function namesOf(panel: Panel, run: Run | undefined): readonly string[] {
  return panel.names ?? [...new Set(run?.points.map((point) => panel.name(point)) ?? [])];
}

/** Words near the middle of a chart that has nothing else to show but lines of reference. */
export function note(text: string): Plot.Markish {
  return label(text, { frameAnchor: "middle", dy: -24, fontSize: 15 });
}

/** What a chart without a curve says. */
export function wordsFor({ run }: Pick<View, "run">): Plot.Markish {
  return note(run === undefined ? "first your prediction, then Run" : "the run has begun");
}

function curveOptions(
  panel: Panel,
  chart: CurveChart,
  view: View,
  { legend, width }: { readonly legend: boolean; readonly width: number },
): PlotOptions {
  const axes = chart.axes(view);
  const { run, earlier } = view;
  const now = run === undefined ? [] : placesOf(panel, chart, axes.x, run, earlier.length);
  const before = earlier.flatMap((run, i) => placesOf(panel, chart, axes.x, run, i));
  const ends = [...Map.groupBy(now, ({ curve }) => curve).values()].map((places) => places.at(-1)!);
  const dots = now.filter((place) => place.marked || ends.includes(place));
  const earlierDots = before.filter(({ marked }) => marked);
  const names = namesOf(panel, run);
  return {
    height: chart.height ?? 340,
    x: axes.x,
    y: { grid: true, ...axes.y },
    color: { domain: names, range: palette, legend: legend && names.length > 1 },
    marks: [
      ...(chart.marks?.(view) ?? []),
      now.length + before.length === 0 ? wordsFor(view) : [
        lines(before, { stroke: "#bbbbbb", strokeWidth: 1 }),
        Plot.dot(earlierDots, { x: "x", y: "y", fill: "#bbbbbb", r: 2.5 }),
        lines(now, { stroke: "name", strokeWidth: 2 }),
        Plot.dot(dots, { x: "x", y: "y", fill: "name", r: 4 }),
        tips([...before, ...now], { x: "x", y: "y", title: "title" }, width),
      ],
    ],
  };
}

/**
 * The options of a chart of a panel, at most so many pixels wide; the first one has the legend.
 * Undefined if it is not shown yet.
 */
export function chartOptions(
  panel: Panel,
  place: number,
  view: View,
  width: number,
): PlotOptions | undefined {
  const chart: Chart = panel.charts[place]!;
  const options = "draw" in chart
    ? chart.draw(view, width)
    : curveOptions(panel, chart, view, { legend: place === 0, width });
  if (options === undefined) return undefined;
  const title = panel.charts.length > 1 ? { title: chart.title } : {};
  return { ...title, ...options, width: Math.min(width, options.width ?? width) };
}
