import * as Plot from "@observablehq/plot";
import { tips } from "../panel/tips.ts";
import type { Panel, View } from "../panel/panel.ts";
import { spearman } from "../../analysis/correlation.ts";
import { numbers } from "../../notebook/numbers.ts";
import { readTable } from "../../notebook/read_table.ts";
import { palette } from "../../notebook/theme.ts";

/** What a reader chooses: which networks to look at, and a band of sizes. */
type Choice = {
  readonly family: string;
  readonly year: number;
  readonly low: number;
  readonly high: number;
};

/** A published network. */
interface Model {
  readonly name: string;
  readonly family: string;
  readonly year: number;
  /** In millions. */
  readonly parameters: number;
  /** Parameters per training image. */
  readonly ratio: number;
  /** Top-1 accuracy on ImageNet in %. */
  readonly top1: number;
}

type Survey = View<Choice, object, object, readonly Model[]>;

const trainingImages = 1_281_167; // ImageNet-1k, ILSVRC 2012
const allFamilies = "all";

/** The notebook's survey, from the project's table. */
async function readSurvey(): Promise<readonly Model[]> {
  const table = await readTable("overparameterization.csv", {
    model: "text",
    family: "text",
    year: "integer",
    params_millions: { min: 1, max: 1000 },
    imagenet_top1_percent: { min: 50, max: 100 },
  });
  return table.map((row) => ({
    name: row.model,
    family: row.family,
    year: row.year,
    parameters: row.params_millions,
    ratio: row.params_millions * 1e6 / trainingImages,
    top1: row.imagenet_top1_percent,
  }));
}

/** The networks up to the chosen year. */
function publishedModels({ choice, measured = [] }: Survey): readonly Model[] {
  return measured.filter(({ year }) => year <= choice.year);
}

/** Those of them that are of the chosen family. */
function shownModels(view: Survey): readonly Model[] {
  const { family } = view.choice;
  const published = publishedModels(view);
  return family === allFamilies ? published : published.filter((model) => model.family === family);
}

function isInBand({ ratio }: Model, { low, high }: Choice): boolean {
  return ratio >= low && ratio <= high;
}

/** What a tooltip says of a network. */
function describe({ name, family, year, parameters, ratio, top1 }: Model): string {
  return `${name}\n${family}, ${year}\n${numbers(parameters, 1)} million parameters\n` +
    `${numbers(ratio, 1)} per image\ntop-1 ${numbers(top1, 1)} %`;
}

/** The families in the order of the table, which is that of their colors. */
const families = [
  "ResNet",
  "DenseNet",
  "Xception",
  "EfficientNet",
  "Inception",
  "ResNeXt",
  "AmoebaNet",
];

/** The survey: no network is trained here, and each dot tells its name. */
export const panel: Panel<Choice, object, object, readonly Model[]> = {
  figure: "20.3",
  question: "Each dot is an ImageNet network that was published up to 2016. Before you move the " +
    "year on: will better networks come from more parameters, or from other designs? And which " +
    "band of sizes is the narrowest that holds half of all networks?",
  controls: {
    year: { label: "Published up to", values: [2015, 2016, 2017, 2018, 2019], value: 2016 },
    family: { label: "Family", values: [allFamilies, ...families], value: allFamilies },
    low: { label: "Band of parameters per image, from", values: [3, 5, 10, 15, 20, 30], value: 10 },
    high: { label: "to", values: [30, 40, 50, 70, 100, 200, 300, 600], value: 100 },
  },
  name: () => "",
  measure: ({ measured }) => measured ?? readSurvey(),
  charts: [{
    title: "ImageNet accuracy against parameters per training image, a dot for each network.",
    draw(view, width) {
      const shown = shownModels(view);
      const others = publishedModels(view).filter((model) => !shown.includes(model));
      const at = { x: "ratio", y: "top1" } as const;
      return {
        height: 400,
        marginTop: 34,
        x: {
          type: "log",
          domain: [3, 600],
          ticks: [3, 10, 30, 100, 300],
          label: "parameters per training image",
          tickFormat: ",",
        },
        y: { domain: [68, 86], label: "ImageNet top-1 accuracy (%)", grid: true, ticks: 6 },
        color: { domain: families, range: palette },
        symbol: { domain: families, legend: true },
        marks: [
          Plot.rectX([view.choice], { x1: "low", x2: "high", fill: "#e8e8e8" }),
          Plot.dot(others, { ...at, fill: "#888888", r: 2.5 }),
          Plot.dot(shown, {
            ...at,
            stroke: "family",
            symbol: "family",
            r: 4.5,
            strokeWidth: 1.8,
          }),
          tips([...others, ...shown], { ...at, title: describe }, width),
        ],
      };
    },
  }],
  words(view) {
    const shown = shownModels(view);
    if (shown.length === 0) return [];
    const inBand = shown.filter((model) => isInBand(model, view.choice));
    const best = shown.reduce((a, b) => b.top1 > a.top1 ? b : a);
    const correlation = spearman(
      shown.map(({ parameters }) => parameters),
      shown.map(({ top1 }) => top1),
    );
    const share = numbers(100 * inBand.length / shown.length);
    return [
      { of: "In the band", is: `${inBand.length} of ${shown.length} networks (${share} %)` },
      { of: "The best", is: `${best.name}: ${numbers(best.top1, 1)} %` },
      { of: "Rank correlation of size and accuracy", is: numbers(correlation, 2) },
    ];
  },
};
