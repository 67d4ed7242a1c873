import * as Plot from "@observablehq/plot";
import type { Panel } from "../panel/panel.ts";
import { numbers } from "../../notebook/numbers.ts";

/** What a reader chooses: fields of the notebook's points. */
type Choice = {
  readonly dim: number;
  readonly kind: string;
  readonly images: number;
};

/** What the panel uses of a point. */
interface Point extends Choice {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly falling: boolean;
}

const epochs = 6;
const free = "unconstrained"; // the kind that may move in all directions
const parameters = 199_210;

/** The color's name of a kind of training. */
function nameOf({ kind }: Point): string {
  return kind === free ? "all directions" : "subspace";
}

/** Training in a random subspace beside training as usual. */
export const panel: Panel<Choice, Point> = {
  figure: "20.6",
  sweep: "fig-20-06",
  question:
    `A network of ${numbers(parameters)} parameters may move in only d random directions from ` +
    "where it starts. Before you press Run: what share of the accuracy without this limit will it " +
    "reach?",
  controls: {
    dim: {
      label: "Directions d",
      values: [5, 10, 25, 50, 100, 200, 400, 750, 1500],
      value: 100,
    },
    kind: {
      label: "Kind of random directions",
      values: ["hash", "sparse", "Fastfood"],
      value: "hash",
      text: (kind) => kind === "hash" ? "hashed" : kind,
    },
    images: { label: "Training images", values: [1000, 2000, 4000], value: 2000 },
  },
  points(notebook, { dim, kind, images }) {
    const shared = { ...notebook[0]!, images, epochs, batchSize: 128, falling: true, seed: 1 };
    return [
      { ...shared, kind: free, dim: parameters, learningRate: 0.001 },
      { ...shared, kind, dim, learningRate: 0.1 },
    ];
  },
  data: ({ images }) => ({ "mnist-train": images, "mnist-test": 10_000 }),
  name: nameOf,
  names: ["all directions", "subspace"],
  charts: [{
    title: "Test accuracy against epochs, in a subspace and in all directions",
    axes: () => ({
      x: { domain: [0, epochs], label: "epoch", ticks: epochs },
      y: { domain: [0, 1], label: "test accuracy" },
    }),
    curves: [{ x: "epoch", y: "accuracy", label: "accuracy", marked: true }],
    marks: ({ run }) => {
      const best = Number(run?.rows[0]?.at(-1)?.accuracy);
      return Number.isFinite(best) ? level(0.9 * best) : [];
    },
  }],
  words({ run }) {
    if (run === undefined) return [];
    const [full, limited] = run.rows.map((rows) => Number(rows.at(-1)?.accuracy ?? NaN));
    const { dim } = run.choice;
    return [
      { of: "Test accuracy, all", is: numbers(full!, 3) },
      { of: `Test accuracy, d = ${numbers(dim)}`, is: numbers(limited!, 3) },
      { of: "Share of the accuracy", is: `${numbers(100 * limited! / full!)} %` },
      { of: "Share of the directions", is: `${numbers(100 * dim / parameters, 3)} %` },
    ];
  },
};

/** The level of 90 % of the accuracy without a limit. */
function level(accuracy: number): Plot.Markish[] {
  return [
    Plot.ruleY([accuracy], { stroke: "#888888", strokeDasharray: "5 3" }),
    Plot.text(["90 % of all directions’"], {
      x: epochs,
      y: accuracy,
      textAnchor: "end",
      dy: -9, // between the level and the curve that it is 90 % of
      fill: "#777777",
    }),
  ];
}
