import { growingEnd } from "../panel/growing_end.ts";
import type { Panel } from "../panel/panel.ts";
import { numbers } from "../../notebook/numbers.ts";

/** What a reader chooses: fields of the notebook's points. */
type Choice = {
  readonly learningRate: number;
  readonly examples: number;
  readonly labels: string;
  readonly seed: number;
};

/** What the panel uses of a point. */
interface Point extends Choice {
  readonly name: string;
  readonly every: number;
  readonly mostEpochs: number;
}

/** What the panel uses of a result. */
interface Result {
  readonly curve: readonly { readonly epoch: number; readonly error: number }[];
}

/** The race of depths: four networks fit the same labels at the same time. */
export const panel: Panel<Choice, Point, Result> = {
  figure: "20.2",
  sweep: "fig-20-02",
  question:
    "Four networks of 1 to 4 layers, with equally many parameters, race to learn labels by " +
    "heart. Before you press Run: which one is the first without an error?",
  controls: {
    learningRate: {
      label: "Learning rate",
      values: [0.02, 0.05, 0.1, 0.2, 0.3, 0.5],
      value: 0.1,
    },
    examples: { label: "Training examples", values: [100, 200, 500, 1000, 2000, 4000], value: 500 },
    labels: {
      label: "Labels",
      values: ["random", "true"],
      value: "random",
      text: (labels) => labels === "random" ? "random, without meaning" : "true",
    },
    seed: { label: "Seed", values: [1, 2, 3, 4, 5], value: 1 },
  },
  points(notebook, choice) {
    const names = [...new Set(notebook.map(({ name }) => name))];
    return names.map((name) => ({
      ...notebook.find((point) => point.name === name)!,
      ...choice,
      every: 5,
      mostEpochs: 20_000,
    }));
  },
  name: ({ name }) => name,
  names: ["1 layer", "2 layers", "3 layers", "4 layers"],
  charts: [{
    title: "Training error against epochs, a curve for each depth.",
    axes: (view) => ({
      x: { domain: [0, growingEnd(view, "epoch")], label: "epoch", ticks: 5, tickFormat: ",d" },
      y: { domain: [0, 100], label: "training error (%)" },
    }),
    curves: [{ x: "epoch", y: "error", label: "error (%)" }],
  }],
  words({ run }) {
    if (run === undefined) return [];
    return run.points.map(({ name }, i) => {
      const last = run.rows[i]!.at(-1);
      const [epoch, error] = [Number(last?.epoch ?? 0), Number(last?.error ?? 100)];
      const is = error === 0
        ? `no error after ${numbers(epoch)} epochs`
        : `${numbers(error, 1)} % wrong after ${numbers(epoch)} epochs`;
      return { of: name, is };
    });
  },
};
