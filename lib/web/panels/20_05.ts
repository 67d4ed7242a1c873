import * as Plot from "@observablehq/plot";
import type { PlotOptions } from "@observablehq/plot";
import { wordsFor } from "../panel/curves.ts";
import { tips } from "../panel/tips.ts";
import type { Panel, Run, View } from "../panel/panel.ts";
import type { Row } from "../messages.ts";
import { numbers } from "../../notebook/numbers.ts";
import { palette } from "../../notebook/theme.ts";

type Library = typeof import("../../experiment.ts");

/** What a reader chooses: fields of the notebook's points, a line, and a place on it. */
type Choice = {
  readonly kind: string;
  readonly units: number;
  readonly path: string;
  readonly delta: number;
};

/** What the panel uses of a point. */
interface Point {
  readonly kind: string;
  readonly units: number;
  readonly pieces: number;
  readonly images: number;
  readonly epochs: number;
  readonly name: string;
}

/** What the panel uses of a result. */
interface Result {
  readonly start: Float32Array;
  readonly end: Float32Array;
  readonly loss: number;
}

/** A place on a line that the reader has been to. */
interface Place {
  readonly path: string;
  readonly delta: number;
  /** On the training images, in nats. */
  readonly loss: number;
  /** On new images, in %. */
  readonly accuracy: number;
}

/** What is measured of a run. */
interface Walk {
  /** The places so far, along each line in the order of δ. */
  readonly places: readonly Place[];
  /** The place at δ; undefined where there is no such line. */
  readonly here: Place | undefined;
  /** Looks at a place; undefined before the networks are trained. */
  readonly look?: (path: string, delta: number) => Place | undefined;
}

type Lines = View<Choice, Point, Result, Walk>;
type LineRun = Run<Choice, Point, Result, Walk>;

/** The lines by the values of the control. */
const paths: Readonly<Record<string, string>> = {
  solutions: "B to A",
  start: "start of A to A",
  matched: "B, units matched, to A",
};
const pathNames = Object.values(paths);
const newImages = 1000;

/** Makes ready what is needed to look at places of a run's lines. */
async function makeLook(
  point: Point,
  [a, b]: readonly [Result, Result],
  lib: Library,
): Promise<NonNullable<Walk["look"]>> {
  const { train, test } = await lib.mnist({ train: point.images, test: newImages });
  const widths = [784, point.units, point.units, 10];
  const isRelu = point.kind === "ReLU";
  const net = isRelu ? lib.mlp(widths) : await lib.maxout(widths, point.pieces);
  const [seen, unseen] = [net.surface(train), net.surface(test)];
  const starts: Readonly<Record<string, Float32Array | undefined>> = {
    solutions: b.end,
    start: a.start,
    matched: isRelu ? await lib.alignUnits(net.layout, a.end, b.end) : undefined,
  };
  return (path, delta) => {
    const from = starts[path];
    if (from === undefined) return undefined;
    const phi = from.map((weight, i) => (1 - delta) * weight + delta * a.end[i]!);
    return { path, delta, loss: seen.loss(phi), accuracy: 100 * unseen.accuracy(phi) };
  };
}

/** The loss of a training's last mini-batch, or of its first one. */
function batchLoss(rows: readonly Row[] | undefined, place: 0 | -1): number | undefined {
  const row = rows?.at(place);
  return row === undefined ? undefined : Number(row.y);
}

/** An end of a line while the networks train. */
interface End {
  readonly delta: number;
  readonly end: string;
  /** Of a mini-batch, in nats. */
  readonly loss: number | undefined;
}

/** The ends of the line while the networks train: they sink. */
function sinkingEnds({ choice, run, measured }: Lines): readonly End[] {
  if (run === undefined || measured?.look !== undefined) return [];
  const [a, b] = run.rows;
  const first = choice.path === "start"
    ? { end: "start", loss: batchLoss(a, 0) }
    : { end: "B", loss: batchLoss(b, -1) };
  const ends = [{ ...first, delta: 0 }, { end: "A", loss: batchLoss(a, -1), delta: 1 }];
  return ends.filter(({ loss }) => loss !== undefined);
}

/** What a tooltip says of an end. */
function describeEnd({ end, loss }: End): string {
  return `${end}\nloss of a mini-batch ${numbers(loss!, 2)}`;
}

/** What a tooltip says of a place. */
function describe({ path, delta, loss, accuracy }: Place): string {
  return `δ = ${numbers(delta, 2)}, from ${paths[path]}\nloss ${numbers(loss, 2)} nats\n` +
    `${numbers(accuracy, 1)} % of new images right`;
}

/** The ends of the vertical axes. */
const highest = { loss: 3, accuracy: 100 };

/** The names of the networks at both ends of a line. */
function endNames({ path }: Choice): Plot.Text {
  const ends = [{ delta: 0, name: path === "start" ? "start of A" : "B" }, { delta: 1, name: "A" }];
  return Plot.text(ends, {
    x: "delta",
    text: "name",
    frameAnchor: "top",
    dx: 5,
    textAnchor: "start",
  });
}

/** A chart of one quantity against δ. */
function lineChart(
  view: Lines,
  y: "loss" | "accuracy",
  width: number,
  options: PlotOptions,
): PlotOptions {
  const { run, earlier, measured } = view;
  const x = { domain: [-0.2, 1.2], label: "position δ on the line", ticks: 7 } as const;
  if (run === undefined) return { ...options, x, marks: [wordsFor(view)] };
  const color = (place: Place) => paths[place.path]!;
  const places = measured?.places ?? [];
  const before = earlier.flatMap(({ measured }, i) =>
    (measured?.places ?? []).map((place) => ({ place, curve: `${i} ${place.path}` }))
  );
  const here = places.filter((place) => place === measured?.here && place[y] <= highest[y]);
  const at = { x: "delta", y, clip: true } as const;
  return {
    ...options,
    x,
    color: { domain: pathNames, range: palette, legend: y === "loss" },
    marks: [
      Plot.ruleX([0, 1], { stroke: "#999999", strokeDasharray: "4 3" }),
      endNames(view.choice),
      Plot.line(before, {
        x: ({ place }) => place.delta,
        y: ({ place }) => place[y],
        z: "curve",
        stroke: "#bbbbbb",
        clip: true,
      }),
      Plot.line(places, { ...at, z: "path", stroke: color, strokeWidth: 2 }),
      Plot.dot(places, { ...at, fill: color, r: 2.5 }),
      Plot.dot(here, { x: "delta", y, fill: color, stroke: "#ffffff", r: 7 }),
      tips(places, { x: "delta", y, title: describe }, width),
    ],
  };
}

function lossChart(view: Lines, width: number): PlotOptions {
  const ends = sinkingEnds(view);
  const chart = lineChart(view, "loss", width, {
    title: "Loss of the training images",
    height: 270,
    y: { domain: [0, highest.loss], label: "loss (nats)", grid: true, ticks: 5 },
  });
  if (ends.length === 0) return chart;
  const marks = [
    ...chart.marks!,
    Plot.dot(ends, { x: "delta", y: "loss", fill: "#777777", r: 6 }),
    tips(ends, { x: "delta", y: "loss", title: describeEnd }, width),
    Plot.text(ends, {
      x: "delta",
      y: "loss",
      text: "end",
      dx: 10,
      textAnchor: "start",
      fontSize: 14,
    }),
  ];
  return { ...chart, marks };
}

/** The results of the two trainings in words. */
function solutionsInWords({ points, rows, results }: LineRun) {
  return points.map(({ name }, i) => {
    const result = results[i];
    const loss = batchLoss(rows[i], -1);
    const is = result
      ? `loss ${numbers(result.loss, 3)}`
      : `loss of a mini-batch ${numbers(loss ?? NaN, 2)}`;
    return { of: `Network ${name}`, is };
  });
}

/** A walk from one network to another: the loss and the accuracy wherever the reader goes. */
export const panel: Panel<Choice, Point, Result, Walk> = {
  figure: "20.5",
  sweep: "fig-20-05-solutions",
  question: "Two networks, A and B, learn the same 2000 digits from different first weights. " +
    "Before you press Run: if both know them all, what does the network half-way between them " +
    "know? Then drag δ to walk from B (δ = 0) to A (δ = 1).",
  controls: {
    delta: {
      label: "Position δ on the line",
      values: Array.from({ length: 29 }, (_, i) => (i - 4) / 20),
      value: 0,
      text: (delta) => numbers(delta, 2),
    },
    path: {
      label: "Line from",
      values: Object.keys(paths),
      value: "solutions",
      text: (path) => paths[path]!,
    },
    kind: { label: "Kind of units", values: ["ReLU", "maxout"], value: "ReLU" },
    units: { label: "Units in each of two layers", values: [5, 10, 20, 40, 60], value: 40 },
  },
  points(notebook, { kind, units }) {
    const ofKind = notebook.find((point) => point.kind === kind)!;
    return ["A", "B"].map((name) => ({
      ...ofKind,
      name,
      units,
      pieces: 4,
      images: 2000,
      epochs: 30,
    }));
  },
  data: ({ images }) => ({ "mnist-train": images, "mnist-test": 10_000 }),
  name: ({ name }) => name,
  next:
    "Now drag δ: the loss follows at once. With other units, run again: your way stays, in gray.",
  atOnce: ["delta", "path"],
  async measure({ choice, run, measured }, lib) {
    const [a, b] = run?.results ?? [];
    if (a === undefined || b === undefined) return { places: [], here: undefined };
    const look = measured?.look ?? await makeLook(run!.points[0]!, [a, b], lib);
    const { path, delta } = choice;
    const known = measured?.places ?? [];
    const been = known.find((place) => place.path === path && place.delta === delta);
    const here = been ?? look(path, delta);
    const places = been || !here ? known : [...known, here].sort((p, q) => p.delta - q.delta);
    return { places, here, look };
  },
  charts: [{
    title: "Loss of the training images along a straight line between two networks.",
    draw: lossChart,
  }, {
    title: "Accuracy on new images along the same line.",
    draw: (view, width) =>
      view.measured?.look && lineChart(view, "accuracy", width, {
        title: "New images recognized",
        height: 190,
        y: { domain: [0, highest.accuracy], label: "accuracy (%)", grid: true, ticks: 4 },
      }),
  }],
  words({ choice, run, measured }) {
    if (run === undefined) return [];
    const trained = solutionsInWords(run);
    if (measured?.look === undefined) return trained;
    const { here, places } = measured;
    if (here === undefined) {
      return [...trained, {
        of: paths[choice.path]!,
        is: "only units of ReLU networks are matched",
      }];
    }
    const between = places.filter(({ path, delta }) =>
      path === here.path && delta >= 0 && delta <= 1
    );
    const top = between.reduce((p, q) => q.loss > p.loss ? q : p, here);
    return [...trained, {
      of: `At δ = ${numbers(here.delta, 2)}`,
      is: `loss ${numbers(here.loss, 2)}, ${numbers(here.accuracy, 1)} % of new images`,
    }, {
      of: "Highest loss on your way",
      is: `${numbers(top.loss, 2)} at δ = ${numbers(top.delta, 2)}`,
    }];
  },
};
