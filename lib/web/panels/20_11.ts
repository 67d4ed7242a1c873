import * as Plot from "@observablehq/plot";
import { heightAt, partOf, type Place } from "../panel/line.ts";
import type { Panel, View } from "../panel/panel.ts";
import { fromTo, numbers } from "../../notebook/numbers.ts";
import { palette } from "../../notebook/theme.ts";

/** What a reader chooses. */
type Choice = {
  readonly shift: number;
  readonly loss: "training" | "test";
};

/** What the panel uses of a point: a pair of minima. */
interface Point {
  readonly seed: number;
}

/** What the panel uses of a result. */
interface Result {
  /** The losses on the line through both minima; delta is 0 at the first and 1 at the second. */
  readonly line: readonly {
    readonly delta: number;
    readonly training: number;
    readonly test: number;
  }[];
}

const minima = [
  { name: "small batches", delta: 0, outward: -1 },
  { name: "large batches", delta: 1, outward: 1 },
];
type Minimum = typeof minima[number];

const names = minima.map(({ name }) => name);
const middle = 0.5; // of the line between both

/** The lines through the pairs of minima, for the loss chosen. */
function linesOf({ choice, run }: View<Choice, Point, Result>): Place[][] {
  const results = run?.results ?? [];
  return results.map((result) =>
    result!.line.map((row) => ({ x: row.delta, y: row[choice.loss] }))
  );
}

/** The loss at the top of the chart: it stays as it is whatever the reader chooses. */
function highestLoss({ run }: View<Choice, Point, Result>): number {
  const rows = (run?.results ?? []).flatMap((result) => result!.line);
  return Math.ceil(Math.max(1, ...rows.flatMap(({ training, test }) => [training, test])));
}

/** The part of a line on the side of a minimum, as far as a shift. */
function near({ delta, outward }: Minimum, line: readonly Place[], shift: number): Place[] {
  const ends = [delta + outward * shift, delta - outward * Math.min(shift, middle)];
  return partOf(line, Math.min(...ends), Math.max(...ends));
}

/** Where a shift away from the other minimum leads. */
function shifted({ delta, outward }: Minimum, shift: number): number {
  return delta + outward * shift;
}

/** What a shift of a minimum costs, seed by seed, in words. */
function costInWords(minimum: Minimum, lines: readonly Place[][], shift: number): string {
  const before = lines.map((line) => heightAt(line, minimum.delta));
  const after = lines.map((line) => heightAt(line, shifted(minimum, shift)));
  const rises = after.map((loss, i) => loss - before[i]!);
  return `loss ${fromTo(after, 2)}; the shift costs ${fromTo(rises, 2)}`;
}

/** The same shift away from a flat and from a sharp minimum. */
export const panel: Panel<Choice, Point, Result> = {
  figure: "20.11",
  sweep: "fig-20-11-slices",
  question:
    "One network was trained from the same start with small and with large batches: two minima. " +
    "Shift the parameters away from each by a share of their distance, on the line through both, " +
    "as an error would. Before you do: in which minimum does the same shift cost more, on training " +
    "images and on new ones?",
  controls: {
    shift: {
      label: "Shift",
      values: Array.from({ length: 46 }, (_, i) => i / 50),
      value: 0.04,
      text: (shift) => `${numbers(100 * shift)} %`,
    },
    loss: {
      label: "Loss on",
      values: ["training", "test"],
      value: "training",
      text: (loss) => loss === "training" ? "training images" : "new images",
    },
  },
  name: ({ seed }) => `seed ${seed}`,
  charts: [{
    title: "Loss on the line through both minima, as far as the shift.",
    draw(view, width) {
      const { shift } = view.choice;
      const highest = highestLoss(view);
      const lines = linesOf(view);
      const parts = lines.flatMap((line, i) =>
        minima.map((minimum) => ({
          name: minimum.name,
          places: near(minimum, line, shift).map((place) => ({
            ...place,
            title: `${minimum.name}, seed ${view.run!.points[i]!.seed}\nloss ${
              numbers(place.y, 2)
            }\nshift ${numbers(Math.abs(place.x - minimum.delta), 2)}`,
          })),
        }))
      );
      const ends = minima.flatMap((minimum) =>
        lines.map((line) => {
          const x = shifted(minimum, shift);
          return { name: minimum.name, x, y: heightAt(line, x) };
        })
      );
      const place = { x: "x", y: "y" } as const;
      return {
        height: 340,
        marginTop: 44,
        color: { domain: names, range: [palette[1]!, palette[2]!] },
        x: {
          domain: [-1, 2],
          label: width < 500 ? "place on the line" : "place on the line through both minima",
          ticks: [-1, 0, 1, 2],
          tickFormat: (x: number) => numbers(x),
        },
        y: { domain: [0, highest], label: "loss", grid: true, ticks: 7 },
        marks: [
          Plot.ruleX(minima, { x: "delta", stroke: "#bbbbbb" }),
          Plot.text(minima, {
            x: "delta",
            y: highest,
            text: ({ name }) => name.replace(" ", "\n"),
            lineAnchor: "bottom",
            dy: -6,
            fill: "#777777",
          }),
          parts.map(({ name, places }) =>
            Plot.line(places, { ...place, stroke: () => name, strokeWidth: 2 })
          ),
          Plot.dot(ends, { ...place, fill: "name", r: 5 }),
          Plot.tip(
            parts.flatMap(({ places }) => places),
            Plot.pointer({ ...place, title: "title" }),
          ),
        ],
      };
    },
  }],
  words(view) {
    const lines = linesOf(view);
    if (lines.length === 0) return [];
    const findings = minima.map((minimum) => ({
      of: minimum.name,
      is: costInWords(minimum, lines, view.choice.shift),
    }));
    return [...findings, { of: "pairs of minima", is: String(lines.length) }];
  },
};
