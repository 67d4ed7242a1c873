import * as Plot from "@observablehq/plot";
import type { Finding, Panel, Run } from "../panel/panel.ts";
import { guessLine } from "../panel/guess.ts";
import { xavierLabel } from "../panel/labels.ts";
import { numbers } from "../../notebook/numbers.ts";

/** What a reader chooses; all but `logRadius` are fields of the notebook's points. */
type Choice = {
  readonly logRadius: number;
  readonly dim: number;
  readonly scaled: string;
};

/** What the panel uses of a point. */
interface Point {
  readonly dim: number;
  readonly scaled: string;
  readonly logRadii: readonly number[];
  readonly images: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly batchSize: number;
}

/** What training on a sphere came to. */
type Sphere = {
  readonly logRadius: number;
  readonly trainAccuracy: number;
  readonly testAccuracy: number;
};

/** What the panel uses of a result. */
interface Result {
  readonly curve: readonly Sphere[];
}

const logRadii = [-1.5, -1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1, 1.5]; // log₁₀(r / rₓ)
const images = 1000;

/** The color's name of a kind of steps. */
function stepsText(scaled: string): string {
  return scaled === "nothing" ? "the same at every r" : "in proportion to r";
}

/** A radius in words. */
function radiusText(logRadius: number): string {
  return `${numbers(10 ** logRadius, 2)} rₓ`;
}

/** The spheres that are trained so far. */
function spheresOf({ results }: Run<Choice, Point, Result>): readonly Sphere[] {
  return results.flatMap((result) => result?.curve ?? []);
}

/** The accuracy on a sphere, in words. */
function found(of: string, { logRadius, testAccuracy }: Sphere): Finding {
  return { of, is: `test accuracy ${numbers(testAccuracy, 2)}, at r = ${radiusText(logRadius)}` };
}

/** Training on spheres of many radii. */
export const panel: Panel<Choice, Point, Result> = {
  figure: "20.12",
  sweep: "fig-20-12",
  question:
    "A network is trained with its parameters held at a distance r of the origin, in d random " +
    "directions. Before you press Run: at which r will it do best on new images? Set your guess.",
  controls: {
    logRadius: { label: "Your guess", values: logRadii, value: -0.75, text: radiusText },
    dim: { label: "Directions d", values: [10, 50, 250, 500, 1000], value: 250 },
    scaled: {
      label: "Length of the steps",
      values: ["nothing", "steps"],
      value: "nothing",
      text: stepsText,
    },
  },
  atOnce: ["logRadius"],
  points(notebook, { dim, scaled }) {
    return logRadii.map((logRadius) => ({
      ...notebook[0]!,
      dim,
      scaled,
      logRadii: [logRadius],
      images,
      steps: 100,
      learningRate: 0.1,
      batchSize: 128,
      seed: 1,
    }));
  },
  data: () => ({ "mnist-train": images, "mnist-test": 10_000 }),
  name: ({ scaled }) => `steps ${stepsText(scaled)}`,
  names: ["steps the same at every r", "steps in proportion to r"],
  rows: (_point, { curve }) => curve,
  charts: [{
    title: "Accuracy on training images (dashed) and on new ones (solid) against the radius",
    axes: () => ({
      x: { domain: [-1.5, 1.5], label: "log₁₀(r / rₓ)", ticks: 7 },
      y: { domain: [0, 1], label: "accuracy (dashed: on training images)" },
    }),
    curves: [
      { x: "logRadius", y: "trainAccuracy", label: "training accuracy", dashed: true },
      { x: "logRadius", y: "testAccuracy", label: "test accuracy", marked: true },
    ],
    marks: ({ choice }) => [
      Plot.ruleX([0], { stroke: "#888888", strokeDasharray: "2 3" }),
      ...guessLine(choice.logRadius, choice.logRadius > 0.5 ? "end" : "start"),
      xavierLabel(),
    ],
  }],
  words({ run, choice }) {
    const spheres = run === undefined ? [] : spheresOf(run);
    if (spheres.length === 0) return [];
    const guessed = spheres.filter(({ logRadius }) => logRadius === choice.logRadius);
    const most = Math.max(...spheres.map(({ testAccuracy }) => testAccuracy));
    const best = spheres.find(({ testAccuracy }) => testAccuracy === most)!;
    return [
      ...guessed.map((sphere) => found("Your guess", sphere)),
      found(spheres.length < logRadii.length ? "Best so far" : "Best", best),
    ];
  },
};
