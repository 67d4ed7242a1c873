import * as Plot from "@observablehq/plot";
import { growingEnd } from "../panel/growing_end.ts";
import type { Panel } from "../panel/panel.ts";
import { numbers } from "../../notebook/numbers.ts";

/** What a reader chooses: fields of the notebook's points. */
type Choice = {
  readonly images: number;
  readonly norm: "batch" | "local";
  readonly seed: number;
};

/** What the panel uses of a point. */
interface Point extends Choice {
  readonly condition: string;
  readonly long: boolean;
  readonly channels: number;
  readonly testImages: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly decay: number;
  readonly epochs: number;
  readonly lookEvery: number;
  readonly fitted: number;
}

/** What the panel uses of a result. */
interface Result {
  readonly testAccuracy: number;
}

const conditions = ["true labels", "Gaussian pixels", "random labels"];
const guessing = Math.log(10); // loss of a guess among ten classes

/** The learning rates of the notebook, by the normalization. */
const learningRates = { batch: 0.01, local: 0.005 };

/** A network learns images, noise, and labels without meaning. */
export const panel: Panel<Choice, Point, Result> = {
  figure: "20.1",
  sweep: "fig-20-01",
  question:
    "The same network is trained three times: on photographs with their true labels, on Gaussian " +
    "noise in place of the pixels, and on photographs with random labels. Before you press Run: " +
    "which of the three can it fit, and in what order?",
  controls: {
    images: { label: "Training images", values: [100, 200, 500], value: 200 },
    norm: {
      label: "Normalization",
      values: ["local", "batch"],
      value: "local",
      text: (norm) => norm === "batch" ? "batch" : "local response, as published",
    },
    seed: { label: "Seed", values: [1, 2, 3, 4, 5], value: 1 },
  },
  points(notebook, choice) {
    return conditions.map((condition) => ({
      ...notebook[0]!,
      ...choice,
      condition,
      long: false,
      channels: 8,
      testImages: 500,
      batchSize: 25,
      learningRate: learningRates[choice.norm],
      decay: 1,
      epochs: 80,
      lookEvery: 2,
      fitted: 0.02,
    }));
  },
  data: ({ images, testImages }) => ({ "cifar10-train": images, "cifar10-test": testImages }),
  name: ({ condition }) => condition,
  names: conditions,
  charts: [{
    title: "Training loss against steps, a curve for each kind of data.",
    axes: (view) => ({
      x: { domain: [0, growingEnd(view, "step")], label: "step", ticks: 5, tickFormat: ",d" },
      y: { domain: [0, 3], label: "training loss" },
    }),
    curves: [{ x: "step", y: "loss", label: "loss" }],
    marks: (view) => [
      Plot.ruleY([guessing], { stroke: "#888888" }),
      Plot.text(["guessing"], {
        x: growingEnd(view, "step"),
        y: guessing,
        textAnchor: "end",
        dy: -8,
        fill: "#777777",
      }),
    ],
  }],
  words({ run }) {
    if (run === undefined) return [];
    return run.points.map(({ condition, epochs }, i) => {
      const last = run.rows[i]!.at(-1);
      const step = numbers(Number(last?.step ?? 0));
      const result = run.results[i];
      if (result === undefined) {
        return {
          of: condition,
          is: `loss ${numbers(Number(last?.loss ?? guessing), 2)}, step ${step}`,
        };
      }
      const fits = Number(last!.epoch) < epochs;
      const end = fits ? `fitted after ${step} steps` : `not fitted in ${step} steps`;
      return {
        of: condition,
        is: `${end}; ${numbers(100 * result.testAccuracy)} % of new images right`,
      };
    });
  },
};
