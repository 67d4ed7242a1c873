import * as Plot from "@observablehq/plot";
import type { Panel } from "../panel/panel.ts";
import { guessLine } from "../panel/guess.ts";
import { label } from "../panel/labels.ts";
import { numbers } from "../../notebook/numbers.ts";

/** What a reader chooses; `temperature` and `labels` are fields of the notebook's points. */
type Choice = {
  readonly labels: number;
  readonly temperature: number;
  readonly units: number;
  readonly seed: number;
};

/** What the panel uses of a point. */
interface Point {
  readonly kind: string;
  readonly labels: number;
  readonly images: number;
  readonly teacherAccuracy: number;
}

/** What the panel uses of a network. */
interface Result {
  readonly accuracy: number;
}

/** What the panel uses of the teacher. */
interface Teacher extends Result {
  /** Ten of each image. */
  readonly logits: Float32Array;
}

const numbersOfLabels = [50, 100, 200, 500, 1000];
const images = 5000; // that the teacher learns from, with their labels
const most = 1000; // labels of a student, which has others with each seed
const seeds = [1, 2, 3, 4, 5];

/** Names of the lessons, by their kinds in the notebook. */
const names: Readonly<Record<string, string>> = {
  labels: "labels alone",
  logits: "labels + logits",
  tempered: "labels + softmax at T",
};

/** A small network with few labels, with and without a teacher that had many. */
export const panel: Panel<Choice, Point, Result, unknown, Teacher> = {
  figure: "20.16",
  sweep: "fig-20-16-students",
  question: `A small network, the student, gets few labels. A larger one, the teacher, had ` +
    `${numbers(images)}, and says how sure it is of each of the student’s images. Before you ` +
    "press Run: up to how many labels does this help? Set your guess.",
  controls: {
    labels: { label: "Your guess: labels", values: numbersOfLabels, value: 100 },
    temperature: { label: "Temperature T", values: [1, 2, 4, 8, 20], value: 4 },
    units: { label: "Student’s hidden units", values: [5, 10, 20, 50], value: 20 },
    seed: { label: "Seed", values: seeds, value: 1 },
  },
  atOnce: ["labels"],
  first: {
    sweep: "fig-20-16-teachers",
    points: (_notebook, { seed }) => [{
      kind: "teacher",
      teacherWidths: [784, 200, 200, 10],
      teacherSteps: 320,
      images,
      first: 0,
      count: images,
      seed,
    }],
  },
  points(_notebook, { temperature, units, seed }, [teacher]) {
    const first = (seed - 1) * most;
    return numbersOfLabels.flatMap((labels) => {
      const logits = teacher!.logits.slice(10 * first, 10 * (first + labels));
      const shared = {
        studentWidths: [784, units, 10],
        studentBatch: 50,
        steps: 600,
        images,
        first,
        count: labels,
        labels,
        seed,
        teacherAccuracy: teacher!.accuracy,
      };
      return [
        { ...shared, kind: "labels", teacher: null },
        { ...shared, kind: "logits", teacher: { logits, weight: 0.2 } },
        { ...shared, kind: "tempered", teacher: { logits, temperature } },
      ];
    });
  },
  data: () => ({ "mnist-train": images, "mnist-test": 10_000 }),
  name: ({ kind }) => names[kind]!,
  names: Object.values(names),
  rows: ({ labels }, { accuracy }) => [{ labels, accuracy }],
  charts: [{
    title: "Test accuracy of the student against its number of labels",
    axes: () => ({
      x: {
        type: "log",
        domain: [50, most],
        label: "labels",
        ticks: numbersOfLabels,
        tickFormat: ",",
      },
      y: { domain: [0.2, 1], label: "test accuracy" },
    }),
    curves: [{ x: "labels", y: "accuracy", label: "accuracy", marked: true }],
    marks: ({ choice, run }) => [
      ...guessLine(choice.labels, choice.labels > 200 ? "end" : "start"),
      ...(run?.points.slice(0, 1) ?? []).flatMap(({ teacherAccuracy }) => [
        Plot.ruleY([teacherAccuracy], { stroke: "#888888", strokeDasharray: "2 3" }),
        label("the teacher", {
          x: most,
          y: teacherAccuracy,
          dy: -9,
          textAnchor: "end",
        }),
      ]),
    ],
  }],
  words({ run, choice }) {
    if (run === undefined || run.points.length === 0) return [];
    const teacher = { of: "Teacher", is: numbers(run.points[0]!.teacherAccuracy, 3) };
    const students = run.points.flatMap(({ kind, labels }, i) => {
      const result = run.results[i];
      if (labels !== choice.labels || result === undefined) return [];
      return [{ of: `Student, ${labels} ${names[kind]}`, is: numbers(result.accuracy, 3) }];
    });
    return [teacher, ...students];
  },
};
