import * as Plot from "@observablehq/plot";
import type { Markish, PlotOptions, ScaleOptions } from "@observablehq/plot";
import { textWidth } from "./text_width.ts";
import { ink, theme } from "./theme.ts";

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Positions of a label beside its point, best first: offsets in pixels and the text anchor. */
const places = [
  { dx: 8, dy: 0, textAnchor: "start" },
  { dx: -8, dy: 0, textAnchor: "end" },
  { dx: 0, dy: -11, textAnchor: "middle" },
  { dx: 0, dy: 11, textAnchor: "middle" },
  { dx: 6, dy: -9, textAnchor: "start" },
  { dx: -6, dy: -9, textAnchor: "end" },
  { dx: 6, dy: 9, textAnchor: "start" },
  { dx: -6, dy: 9, textAnchor: "end" },
] as const;

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

function labelBox(x: number, y: number, width: number, height: number, place: number): Box {
  const { dx, dy, textAnchor } = places[place]!;
  const shift = { start: 0, middle: -width / 2, end: -width }[textAnchor];
  const left = x + dx + shift;
  return { left, top: y + dy - height / 2, right: left + width, bottom: y + dy + height / 2 };
}

/**
 * Chooses a place for the label of each point, given in pixels, so that no label covers another
 * label, a point, or the frame. Earlier points choose first; −1 means that there is no room.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { placeLabels } from "lib/notebook/labels.ts";
 *
 * const frame = { left: 0, top: 0, right: 100, bottom: 100 };
 * const points = [{ x: 20, y: 50, text: "a" }, { x: 95, y: 50, text: "b" }];
 * assertEquals(placeLabels(points, frame, 10), [0, 1]); // right of a, left of b
 * ```
 */
export function placeLabels(
  points: readonly { readonly x: number; readonly y: number; readonly text: string }[],
  frame: Box,
  fontSize: number,
): number[] {
  const radius = 5;
  const taken: Box[] = points.map(({ x, y }) => ({
    left: x - radius,
    top: y - radius,
    right: x + radius,
    bottom: y + radius,
  }));
  return points.map(({ x, y, text }) => {
    const [width, height] = [textWidth(text, fontSize), fontSize * 1.1];
    const place = places.findIndex((_, i) => {
      const box = labelBox(x, y, width, height, i);
      const inside = box.left >= frame.left && box.right <= frame.right &&
        box.top >= frame.top && box.bottom <= frame.bottom;
      return inside && !taken.some((other) => overlap(box, other));
    });
    if (place !== -1) taken.push(labelBox(x, y, width, height, place));
    return place;
  });
}

/**
 * Text marks that label the rows of a scatter plot without overlaps; rows without room for a label
 * get none. The chart's scales must have explicit domains, since places are computed in pixels.
 *
 * @param rows The points, most important first.
 * @param channels Names of the fields that hold the coordinates and the label.
 * @param chart Options of the chart that the marks are for; `x` and `y` need a `domain`.
 *
 * @example Usage
 * ```ts
 * import * as Plot from "@observablehq/plot";
 * import { labelMarks } from "lib/notebook/labels.ts";
 * import { show } from "lib/notebook/show.ts";
 *
 * const models = [{ name: "small", size: 1, score: 70 }, { name: "large", size: 9, score: 80 }];
 * const chart = { x: { domain: [0, 10] }, y: { domain: [60, 90] } };
 * const at = { x: "size", y: "score" } as const;
 * const marks = [Plot.dot(models, at), labelMarks(models, { ...at, text: "name" }, chart)];
 * await show({ ...chart, marks }, { alt: "Two models: the larger one has the higher score." });
 * ```
 */
export function labelMarks<K extends string>(
  rows: readonly Record<K, unknown>[],
  channels: { readonly x: K; readonly y: K; readonly text: K },
  chart: PlotOptions,
): Markish[] {
  const fontSize = 10;
  const { width, height, marginTop, marginRight, marginBottom, marginLeft } = {
    ...theme,
    ...chart,
  } as Record<string, number>;
  const frame = {
    left: marginLeft!,
    top: marginTop!,
    right: width! - marginRight!,
    bottom: height! - marginBottom!,
  };
  const scale = (options: ScaleOptions | undefined, range: number[]): (value: unknown) => number =>
    Plot.scale({ x: { ...options, range } }).apply;
  const x = scale(chart.x, [frame.left, frame.right]);
  const y = scale(chart.y, [frame.bottom, frame.top]);
  const points = rows.map((row) => ({
    x: x(row[channels.x]),
    y: y(row[channels.y]),
    text: String(row[channels.text]),
  }));
  const chosen = placeLabels(points, frame, fontSize);
  return places.map((place, i) =>
    Plot.text(rows.filter((_, row) => chosen[row] === i), {
      ...channels,
      ...place,
      fontSize,
      fill: ink,
    })
  );
}
