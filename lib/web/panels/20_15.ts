import * as Plot from "@observablehq/plot";
import type { Panel } from "../panel/panel.ts";
import { guessLine } from "../panel/guess.ts";
import { label } from "../panel/labels.ts";
import { numbers } from "../../notebook/numbers.ts";

/** What a reader chooses; all but `percent` and `epochs` are fields of the notebook's points. */
type Choice = {
  readonly percent: number;
  readonly smallestOf: string;
  readonly epochs: number;
  readonly images: number;
};

/** What the panel uses of a point. */
interface Point {
  readonly images: number;
  readonly smallestOf: string;
  readonly denseAccuracy: number;
}

/** What the panel uses of the whole network. */
interface Whole {
  readonly trained: Float32Array;
  readonly denseAccuracy: number;
}

/** What the panel uses of a result. */
interface Result {
  readonly pruned: readonly { readonly keep: number; readonly accuracy: number }[];
}

const percents = [100, 50, 20, 10, 5, 2, 1]; // of the weights, that are kept
const weights = 266_200;
const testImages = 2000;

/** A way to choose weights, in words. */
function wayText(smallestOf: string): string {
  return smallestOf === "trained" ? "the smallest" : "random ones";
}

/** The percentage of test images that a network gets wrong. */
function percentWrong(accuracy: number): number {
  return 100 * (1 - accuracy);
}

/** The settings of the whole network's training that a choice makes. */
function training({ images }: Choice) {
  return { seed: 1, images, testImages, batchSize: 50, denseEpochs: 4 };
}

/** Pruning of a trained network to many sizes. */
export const panel: Panel<Choice, Point, Result, unknown, Whole> = {
  figure: "20.15",
  sweep: "fig-20-15",
  question:
    `A trained network of ${numbers(weights)} weights loses most of them, and what is left is ` +
    "trained a little more. Before you press Run: what share must stay, if it is to get hardly " +
    "more digits wrong? Set your guess.",
  controls: {
    percent: {
      label: "Your guess: weights that suffice",
      values: percents,
      value: 50,
      text: (percent) => `${percent} %`,
    },
    smallestOf: {
      label: "Weights that go",
      values: ["trained", "noise"],
      value: "trained",
      text: wayText,
    },
    epochs: { label: "Epochs of training afterward", values: [0, 1, 2, 4], value: 1 },
    images: { label: "Training images", values: [1000, 2000, 4000], value: 2000 },
  },
  atOnce: ["percent"],
  first: {
    sweep: "fig-20-15-dense",
    points: (_notebook, choice) => [training(choice)],
  },
  points(_notebook, choice, [whole]) {
    return percents.map((percent) => ({
      ...training(choice),
      trained: whole!.trained,
      denseAccuracy: whole!.denseAccuracy,
      way: "at once",
      smallestOf: choice.smallestOf,
      startFrom: ["trained"],
      cuts: [{ keep: percent / 100, epochs: choice.epochs }],
    }));
  },
  data: ({ images }) => ({ "mnist-train": images, "mnist-test": testImages }),
  name: ({ smallestOf }) => `${wayText(smallestOf)} go`,
  names: ["the smallest go", "random ones go"],
  rows: (_point, { pruned }) =>
    pruned.map(({ keep, accuracy }) => ({ percent: 100 * keep, wrong: percentWrong(accuracy) })),
  charts: [{
    title: "Test error against the weights that are kept",
    axes: () => ({
      x: {
        type: "log",
        domain: [100, 1],
        label: "weights kept (%)",
        labelArrow: "none",
        ticks: percents,
        tickFormat: String,
      },
      y: {
        type: "log",
        domain: [2, 100],
        label: "test error (%)",
        ticks: [2, 5, 10, 20, 50, 100],
        tickFormat: String,
      },
    }),
    curves: [{ x: "percent", y: "wrong", label: "error (%)", marked: true }],
    marks: ({ choice, run }) => [
      ...guessLine(choice.percent, choice.percent < 5 ? "end" : "start"),
      ...(run?.points.slice(0, 1) ?? []).flatMap(({ denseAccuracy }) => [
        Plot.ruleY([percentWrong(denseAccuracy)], { stroke: "#888888", strokeDasharray: "2 3" }),
        label("before pruning", {
          x: 1,
          y: percentWrong(denseAccuracy),
          dy: 10,
          textAnchor: "end",
        }),
      ]),
    ],
  }],
  words({ run, choice }) {
    const whole = run?.points[0];
    if (run === undefined || whole === undefined) return [];
    const pruned = run.results[percents.indexOf(choice.percent)]?.pruned[0];
    const before = `${numbers(percentWrong(whole.denseAccuracy), 1)} % wrong`;
    if (pruned === undefined) return [{ of: "Before pruning", is: before }];
    return [
      { of: "Before pruning", is: before },
      {
        of: `With ${choice.percent} %`,
        is: `${numbers(percentWrong(pruned.accuracy), 1)} % wrong`,
      },
      { of: "Weights left", is: numbers(pruned.keep * weights) },
    ];
  },
};
