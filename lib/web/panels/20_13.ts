import * as Plot from "@observablehq/plot";
import type { Panel } from "../panel/panel.ts";
import { onStepAxis, stepAxis } from "../panel/step_axis.ts";
import type { Row } from "../messages.ts";
import { numbers } from "../../notebook/numbers.ts";

/** What a reader chooses: fields of the notebook's points. */
type Choice = {
  readonly alpha: number;
  readonly weightDecay: number;
  readonly examples: number;
};

/** What the panel uses of a point. */
interface Point extends Choice {
  readonly name: string;
  readonly steps: number;
  readonly testImages: number;
  readonly batchSize: number;
}

const steps = 6000;
const heNorm = 28.6; // norm of He's initialization
const fitted = 0.99; // training accuracy that counts as a fit
const learned = 0.7; // test accuracy that so few images allow

/** The first step at which a field of the rows reaches a level, in words. */
function firstStep(rows: readonly Row[], field: string, level: number): string {
  const row = rows.find((row) => Number(row[field]) >= level);
  return row === undefined ? "not yet" : `step ${numbers(Number(row.step))}`;
}

const x = stepAxis(steps);
/** Grokking: the larger the first parameters, the later the test set is learned. */
export const panel: Panel<Choice, Point> = {
  figure: "20.13",
  sweep: "fig-20-13",
  question: "A network starts with parameters α times as large as usual. It will soon know its " +
    "training images by heart. Before you press Run: how much later will it do well on new ones?",
  controls: {
    alpha: { label: "Multiple α of the first parameters", values: [1, 2, 3, 4, 5, 6, 8], value: 8 },
    weightDecay: { label: "Weight decay", values: [0, 0.05, 0.1, 0.2, 0.3, 0.5], value: 0.3 },
    examples: { label: "Training images", values: [200, 500, 1000], value: 500 },
  },
  points(notebook, choice) {
    return [{
      ...notebook[0]!,
      ...choice,
      name: `α = ${choice.alpha}`,
      steps,
      testImages: 1000,
      batchSize: Math.min(200, choice.examples / 5),
    }];
  },
  data: () => ({ "mnist-train": 1000, "mnist-test": 1000 }),
  name: ({ name }) => name,
  charts: [{
    title: "Accuracy on training images (dashed) and on new ones (solid)",
    axes: () => ({ x, y: { domain: [0, 1], label: "accuracy" } }),
    height: 300,
    curves: [
      {
        x: "step",
        y: "trainAccuracy",
        label: "training accuracy",
        dashed: true,
        where: onStepAxis,
      },
      { x: "step", y: "testAccuracy", label: "test accuracy", where: onStepAxis },
    ],
  }, {
    title: "Norm of the parameters",
    axes: () => ({ x, y: { domain: [0, 100], label: "norm" } }),
    height: 200,
    curves: [{ x: "step", y: "norm", label: "norm", where: onStepAxis }],
    marks: () => [
      Plot.ruleY([heNorm], { stroke: "#888888" }),
      Plot.text(["norm of He’s initialization"], {
        x: 5,
        y: heNorm,
        textAnchor: "start",
        dx: 4,
        dy: 9, // below the line, where curves come late
        fill: "#777777",
      }),
    ],
  }],
  words({ run }) {
    const rows = run?.rows[0] ?? [];
    const last = rows.at(-1);
    if (last === undefined) return [];
    return [
      { of: "Training accuracy 99 %", is: firstStep(rows, "trainAccuracy", fitted) },
      { of: "Test accuracy 70 %", is: firstStep(rows, "testAccuracy", learned) },
      { of: "Test accuracy now", is: numbers(Number(last.testAccuracy), 3) },
      { of: "Norm now", is: `${numbers(Number(last.norm), 1)} (He’s: ${heNorm})` },
    ];
  },
};
