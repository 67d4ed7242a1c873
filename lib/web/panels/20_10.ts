import * as Plot from "@observablehq/plot";
import { wordsFor } from "../panel/curves.ts";
import { tips } from "../panel/tips.ts";
import type { Panel, Run } from "../panel/panel.ts";
import { numbers } from "../../notebook/numbers.ts";
import { palette } from "../../notebook/theme.ts";

/** What a reader chooses: fields of the notebook's points. */
type Choice = {
  readonly batchSize: number;
  readonly rate: number;
  readonly model: "plain" | "residual";
  readonly seed: number;
};

/** What the panel uses of a point. */
interface Point extends Choice {
  /** Its place among the three of a run. */
  readonly name: string;
  readonly images: number;
  readonly testImages: number;
  readonly epochs: number;
  readonly mostEpochs: number;
  readonly lookEvery: number;
  readonly goal: number;
}

const epochs = 10;
const times = 4; // by which the batch and the learning rate grow

/** The three networks of a run: what multiplies the batch size and the learning rate chosen. */
const networks = [
  { name: "B and γ", batchTimes: 1, rateTimes: 1 },
  { name: "4 B and γ", batchTimes: times, rateTimes: 1 },
  { name: "4 B and 4 γ", batchTimes: times, rateTimes: times },
];
const names = networks.map(({ name }) => name);

function ratioOf({ batchSize, rate }: Point): number {
  return Math.round(batchSize / rate);
}

/** The networks of a run that are trained, with their last test accuracies. */
function ends({ points, rows }: Run<Choice, Point>) {
  return points.flatMap((point, i) => {
    const last = rows[i]!.at(-1);
    if (last?.epoch !== epochs) return [];
    const { name, batchSize, rate } = point;
    const accuracy = Number(last.testAccuracy);
    const title = `${name}: B = ${batchSize}, γ = ${numbers(rate, 2)}\n` +
      `B / γ = ${numbers(ratioOf(point))}\ntest accuracy ${numbers(accuracy, 3)}`;
    return [{ name, ratio: ratioOf(point), accuracy, title }];
  });
}

/** Batch size and learning rate grow, one alone and both: what counts is their ratio. */
export const panel: Panel<Choice, Point> = {
  figure: "20.10",
  sweep: "fig-20-10",
  question:
    "Three networks start alike. The first has your batch size B and learning rate γ, the second " +
    "batches four times as large, the third also a learning rate four times as large: the first " +
    "one’s ratio B/γ. Before you press Run: which two will end alike, and is the other one better " +
    "or worse?",
  controls: {
    batchSize: { label: "Batch size B", values: [8, 16, 32, 64], value: 16 },
    rate: { label: "Learning rate γ", values: [0.005, 0.01, 0.02, 0.05], value: 0.01 },
    model: { label: "Network", values: ["plain", "residual"], value: "plain" },
    seed: { label: "Seed", values: [1, 2, 3, 4, 5], value: 1 },
  },
  points(notebook, { batchSize, rate, model, seed }) {
    return networks.map(({ name, batchTimes, rateTimes }) => ({
      ...notebook[0]!,
      name,
      model,
      seed,
      batchSize: batchTimes * batchSize,
      rate: rateTimes * rate,
      images: 1000,
      testImages: 1000,
      epochs,
      mostEpochs: epochs,
      lookEvery: 1,
      goal: Infinity, // all are trained equally long
    }));
  },
  data: ({ images, testImages }) => ({ "cifar10-train": images, "cifar10-test": testImages }),
  name: ({ name }) => name,
  names,
  charts: [{
    title: "Accuracy on training images (dashed) and on new ones (solid)",
    axes: () => ({
      x: { domain: [0, epochs], label: "epoch", ticks: 5 },
      y: { domain: [0, 1], label: "accuracy" },
    }),
    height: 300,
    curves: [
      { x: "epoch", y: "trainAccuracy", label: "training accuracy", dashed: true },
      { x: "epoch", y: "testAccuracy", label: "test accuracy" },
    ],
  }, {
    title: `Test accuracy after ${epochs} epochs, against the ratio`,
    draw(view, width) {
      const { run, earlier } = view;
      const now = run === undefined ? [] : ends(run);
      const before = earlier.flatMap(ends);
      const place = { x: "ratio", y: "accuracy" } as const;
      const symbol = { symbol: "name", r: 5, strokeWidth: 2 } as const;
      return {
        height: 200,
        color: { domain: names, range: palette },
        symbol: { domain: names, range: ["circle", "square", "times"] },
        x: {
          type: "log",
          domain: [100, 60_000],
          label: "B / γ",
          ticks: [100, 1000, 10_000],
          tickFormat: ",",
          grid: true,
        },
        y: { domain: [0, 0.4], label: "test accuracy", ticks: 4, grid: true },
        marks: now.length + before.length === 0 ? [wordsFor(view)] : [
          Plot.dot(before, { ...place, ...symbol, stroke: "#bbbbbb" }),
          Plot.dot(now, { ...place, ...symbol, stroke: "name" }),
          tips([...before, ...now], { ...place, title: "title" }, width),
        ],
      };
    },
  }],
  words({ run }) {
    if (run === undefined) return [];
    return run.points.map((point, i) => {
      const { name, batchSize, rate } = point;
      const last = run.rows[i]!.at(-1);
      const accuracy = last === undefined ? "–" : numbers(Number(last.testAccuracy), 3);
      const is = `${batchSize} / ${numbers(rate, 2)} = ${numbers(ratioOf(point))}: ` +
        `test accuracy ${accuracy}, epoch ${last?.epoch ?? 0}`;
      return { of: name, is };
    });
  },
};
