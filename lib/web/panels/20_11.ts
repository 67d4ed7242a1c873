import * as Plot from "@observablehq/plot";
import type { PlotOptions } from "@observablehq/plot";
import { wordsFor } from "../panel/curves.ts";
import { heightAt, partOf, type Place } from "../panel/line.ts";
import { tips } from "../panel/tips.ts";
import type { Panel, Run, View } from "../panel/panel.ts";
import type { Row } from "../messages.ts";
import { numbers } from "../../notebook/numbers.ts";
import { palette } from "../../notebook/theme.ts";

/** What a reader chooses: a place to look at, and fields of the notebook's points. */
type Choice = {
  readonly shift: number;
  readonly loss: "training" | "test";
  readonly batchSize: number;
  readonly seed: number;
};

/** What the panel uses of a pair of minima. */
interface Point {
  readonly seed: number;
  readonly small: Float32Array;
  readonly large: Float32Array;
  readonly deltas: readonly number[];
  readonly images: number;
  readonly testImages: number;
  readonly channels: readonly number[];
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

/** What the panel uses of a training. */
interface Training {
  readonly phi: Float32Array;
  readonly testAccuracy: number;
}

type Valleys = View<Choice, Point, Result>;
type ValleyRun = Run<Choice, Point, Result>;

const minima = [
  { name: "small batches", delta: 0, outward: -1, epochs: 20 },
  { name: "large batches", delta: 1, outward: 1, epochs: 60 },
];
type Minimum = typeof minima[number];

const names = minima.map(({ name }) => name);
const color = { domain: names, range: [palette[1]!, palette[2]!] };
const middle = 0.5; // of the line between both
const data = { images: 2000, testImages: 500, channels: [16, 32, 32] };
const deltas = Array.from({ length: 25 }, (_, i) => i / 8 - 1);
const highest = { training: 4, test: 8 }; // losses in the chart

/** The line through the minima of a run, for the loss chosen; undefined before it is measured. */
function lineOf({ results }: ValleyRun, { loss }: Choice): Place[] | undefined {
  return results[0]?.line.map((row) => ({ x: row.delta, y: row[loss] }));
}

/** The part of a line on the side of a minimum, as far as a shift. */
function near({ delta, outward }: Minimum, line: readonly Place[], shift: number): Place[] {
  const ends = [delta + outward * shift, delta - outward * Math.min(shift, middle)];
  return partOf(line, Math.min(...ends), Math.max(...ends));
}

/** The heights of a minimum, and of where a shift away from the other one leads. */
function heights({ delta, outward }: Minimum, line: readonly Place[], shift: number) {
  const x = delta + outward * shift;
  return { x, before: heightAt(line, delta), after: heightAt(line, x) };
}

/** Both trainings while they go on. */
function trainingChart(view: Valleys): PlotOptions {
  const rows = (view.run?.first?.rows ?? []).flatMap((some, i) => {
    const { name, epochs } = minima[i]!;
    return some.map((row) => ({
      name,
      share: 100 * Number(row.epoch) / epochs,
      loss: Number(row.loss),
    }));
  }).filter(({ loss }) => Number.isFinite(loss));
  const place = { x: "share", y: "loss" } as const;
  return {
    title: "The two trainings: mean loss of an epoch",
    height: 340,
    color,
    x: { domain: [0, 100], label: "share of the training (%)", ticks: 5 },
    y: { domain: [0, 2.5], label: "training loss", grid: true, ticks: 5 },
    marks: rows.length === 0 ? [wordsFor(view)] : [
      Plot.line(rows, { ...place, z: "name", stroke: "name", strokeWidth: 2 }),
      Plot.dot(rows, { ...place, fill: "name", r: 2.5, tip: true }),
    ],
  };
}

/** The loss on the line through both minima, as far as the shift. */
function lineChart({ choice, run, earlier }: Valleys, width: number): PlotOptions {
  const { shift, loss } = choice;
  const line = lineOf(run!, choice)!;
  const parts = minima.map((minimum) => ({
    name: minimum.name,
    places: near(minimum, line, shift).map(({ x, y }) => ({
      x,
      y,
      title: `${minimum.name}\nloss ${numbers(y, 2)}\nshift ${
        numbers(Math.abs(x - minimum.delta), 2)
      }`,
    })),
  }));
  const before = earlier.flatMap((run, id) => {
    const line = lineOf(run, choice);
    if (line === undefined) return [];
    return minima.flatMap((minimum) =>
      near(minimum, line, shift).map(({ x, y }) => ({ x, y, curve: `${id} ${minimum.name}` }))
    );
  });
  const ends = minima.map((minimum) => {
    const { x, after } = heights(minimum, line, shift);
    return { name: minimum.name, x, y: Math.min(after, highest[loss]) };
  });
  const place = { x: "x", y: "y" } as const;
  return {
    height: 340,
    marginTop: 44,
    color,
    x: {
      domain: [-1, 2],
      label: width < 500 ? "place on the line" : "place on the line through both minima",
      ticks: [-1, 0, 1, 2],
      tickFormat: (x: number) => numbers(x),
    },
    y: { domain: [0, highest[loss]], label: "loss", grid: true, ticks: 5 },
    marks: [
      Plot.ruleX(minima, { x: "delta", stroke: "#bbbbbb" }),
      Plot.text(minima, {
        x: "delta",
        y: highest[loss],
        text: ({ name }) => name.replace(" ", "\n"),
        lineAnchor: "bottom",
        dy: -6,
        fill: "#777777",
      }),
      Plot.line(before, { ...place, z: "curve", stroke: "#bbbbbb", clip: true }),
      parts.map(({ name, places }) =>
        Plot.line(places, { ...place, stroke: () => name, strokeWidth: 2, clip: true })
      ),
      Plot.dot(ends, { ...place, fill: "name", r: 5 }),
      tips(parts.flatMap(({ places }) => places), { ...place, title: "title" }, width),
    ],
  };
}

/** How far the training of a minimum is, in words. */
function progressInWords({ epochs }: Minimum, rows: readonly Row[] = []): string {
  const last = rows.at(-1);
  return `loss ${numbers(Number(last?.loss ?? NaN), 2)}, epoch ${last?.epoch ?? 0} of ${epochs}`;
}

/** What a minimum is worth, and what the shift of it costs, in words. */
function inWords(minimum: Minimum, { testAccuracy }: Training, line: Place[], shift: number) {
  const { before, after } = heights(minimum, line, shift);
  return `${numbers(100 * testAccuracy, 1)} % of new images right; loss ${numbers(before, 2)}, ` +
    `the shift costs ${numbers(after - before, 2)}`;
}

/** The same shift away from a flat and from a sharp minimum, both of which are trained here. */
export const panel: Panel<Choice, Point, Result, unknown, Training> = {
  figure: "20.11",
  sweep: "fig-20-11-slices",
  question:
    "A network is trained twice from the same start, with small and with large batches: two " +
    "minima. Then the parameters are shifted away from each by a share of their distance, on the " +
    "line through both, as an error would. Before you press Run: in which minimum does the same " +
    "shift cost more, on training images and on new ones?",
  controls: {
    shift: {
      label: "Shift",
      values: Array.from({ length: 46 }, (_, i) => i / 50),
      value: 0.1,
      text: (shift) => `${numbers(100 * shift)} %`,
    },
    loss: {
      label: "Loss on",
      values: ["training", "test"],
      value: "training",
      text: (loss) => loss === "training" ? "training images" : "new images",
    },
    batchSize: { label: "Images in a large batch", values: [100, 200, 400, 500], value: 400 },
    seed: { label: "Seed", values: [1, 2, 3, 4, 5], value: 1 },
  },
  atOnce: ["shift", "loss"],
  first: {
    sweep: "fig-20-11-minima",
    points(notebook, { batchSize, seed }) {
      const sizes = [32, batchSize];
      return minima.map(({ name, epochs }, i) => ({
        ...notebook[0]!,
        ...data,
        minimum: name,
        start: "PyTorch",
        rho: 0,
        batchSize: sizes[i]!,
        epochs,
        seed,
      }));
    },
  },
  points: (_notebook, { seed }, [small, large]) => [{
    ...data,
    seed,
    small: small!.phi,
    large: large!.phi,
    deltas,
  }],
  data: () => ({ "cifar10-train": data.images, "cifar10-test": data.testImages }),
  name: ({ seed }) => `seed ${seed}`,
  next: "Now move the shift: the loss follows at once. Run again: these valleys stay, in gray.",
  charts: [{
    title: "Loss on the line through both minima, as far as the shift.",
    draw: (view, width) =>
      view.run?.results[0] === undefined ? trainingChart(view) : lineChart(view, width),
  }],
  words({ choice, run }) {
    if (run === undefined) return [];
    const { rows, results } = run.first!;
    const line = lineOf(run, choice);
    return minima.map((minimum, i) => ({
      of: minimum.name,
      is: line === undefined
        ? progressInWords(minimum, rows[i])
        : inWords(minimum, results[i] as Training, line, choice.shift),
    }));
  },
};
