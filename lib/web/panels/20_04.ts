import type { Panel } from "../panel/panel.ts";
import { onStepAxis, stepAxis } from "../panel/step_axis.ts";
import type { Row } from "../messages.ts";
import { numbers } from "../../notebook/numbers.ts";

/** What a reader chooses; all but `steps` are fields of the notebook's points. */
type Choice = {
  readonly alpha: number;
  readonly scheme: string;
  readonly steps: string;
  readonly examples: number;
};

/** What the panel uses of a point. */
interface Point {
  readonly alpha: number;
  readonly scheme: string;
  readonly examples: number;
  readonly stepLength: number;
  readonly mostSteps: number;
}

const mostSteps = 3000;
const fitted = 0.99; // training accuracy that counts as a fit, and ends a run

const x = stepAxis(mostSteps);
/** How far the fit of a network is, in words. */
function fitOf(rows: readonly Row[]): string {
  const last = rows.at(-1);
  const accuracy = Number(last?.accuracy ?? 0);
  const step = numbers(Number(last?.step ?? 0));
  if (accuracy < fitted) return `${numbers(100 * accuracy)} % right after ${step} steps`;
  return `fitted after ${step} steps, having moved by ${numbers(Number(last!.moved), 1)}`;
}

/** Two networks that differ in the size of their first parameters alone. */
export const panel: Panel<Choice, Point> = {
  figure: "20.4",
  sweep: "fig-20-04",
  question:
    "Two networks learn the same digits by heart. One starts as usual, the other with all its " +
    "parameters α times as large. Before you press Run: how many times as long does it take?",
  controls: {
    alpha: { label: "Multiple α of the first parameters", values: [2, 3, 4, 6, 8], value: 4 },
    scheme: {
      label: "Initialization",
      values: ["he", "pytorch"],
      value: "he",
      text: (scheme) => scheme === "he" ? "He’s" : "PyTorch’s default",
    },
    steps: {
      label: "Steps of the second network",
      values: ["usual", "longer"],
      value: "usual",
      text: (steps) => steps === "usual" ? "as long as usual" : "α times as long",
    },
    examples: { label: "Training images", values: [100, 200, 500], value: 200 },
  },
  points(notebook, { alpha, scheme, steps, examples }) {
    const shared = {
      ...notebook[0]!,
      scheme,
      examples,
      batchSize: examples / 5,
      mostSteps,
      goOn: 1,
      fitted,
      seed: 1,
    };
    return [
      { ...shared, name: "α = 1", alpha: 1, stepLength: 1 },
      { ...shared, name: `α = ${alpha}`, alpha, stepLength: steps === "usual" ? 1 : alpha },
    ];
  },
  data: ({ examples }) => ({ "mnist-train": examples, "mnist-test": 10_000 }),
  name: ({ alpha }) => alpha === 1 ? "α = 1" : "larger α",
  names: ["α = 1", "larger α"],
  charts: [{
    title: "Training loss",
    axes: () => ({
      x,
      y: {
        type: "log",
        domain: [0.001, 100_000],
        label: "training loss",
        ticks: 5,
        tickFormat: ",~r",
      },
    }),
    height: 300,
    curves: [{ x: "step", y: "loss", label: "loss", where: onStepAxis }],
  }, {
    title: "Training accuracy",
    axes: () => ({ x, y: { domain: [0, 1], label: "training accuracy" } }),
    height: 220,
    curves: [{ x: "step", y: "accuracy", label: "accuracy", where: onStepAxis }],
  }],
  words({ run }) {
    if (run === undefined) return [];
    const findings = run.points.map(({ alpha }, i) => ({
      of: `α = ${alpha}`,
      is: fitOf(run.rows[i]!),
    }));
    const [usual, larger] = run.rows.map((rows) => rows.at(-1));
    const bothFit = [usual, larger].every((row) => Number(row?.accuracy) >= fitted);
    if (!bothFit) return findings;
    const ratio = Number(larger!.step) / Number(usual!.step);
    const { alpha } = run.points[1]!;
    return [...findings, { of: `α = ${alpha} took`, is: `${numbers(ratio, 1)} times as long` }];
  },
};
