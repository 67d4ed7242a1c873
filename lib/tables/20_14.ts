import { number, percent, seed, sometimes, text, whole } from "./column.ts";
import { type Runs, sweepRows } from "./runs.ts";
import type { Row, Table } from "./table.ts";

interface Search {
  readonly seed: number;
  readonly certainty: number;
  readonly cases: readonly {
    readonly className: string;
    readonly rms: number;
    readonly largest: number;
    readonly sureBefore: number;
    readonly sureAfter: number;
  }[];
}

interface Others {
  readonly seed: number;
  readonly certainty: number;
  readonly labels: Uint8Array;
  readonly rates: readonly Rates[];
}

interface Rates {
  readonly level: number;
  readonly fgsm: number;
  readonly pgd: number;
  readonly noise: number;
  readonly targeted: number;
}

/** Brightness in steps of a screen, of which there are 255. */
const steps = 255;

/** A row for each image and search of L-BFGS. */
function searchRows(runs: Runs): Row[] {
  return sweepRows<Search>(runs, "fig-20-14-attacks").flatMap(({ seed, certainty, cases }) =>
    cases.map((one, i) => ({
      method: "L-BFGS",
      aim: "bird",
      asked_probability_percent: 100 * certainty,
      seed,
      image: i + 1,
      class_name: one.className,
      images: 1,
      rms_change_255ths: steps * one.rms,
      largest_change_255ths: steps * one.largest,
      probability_before_percent: 100 * one.sureBefore,
      probability_after_percent: 100 * one.sureAfter,
      success_percent: Number.isFinite(one.rms) ? 100 : 0,
    }))
  );
}

/** The methods that change all images by the same size. */
const methods = [
  { method: "PGD (ℓ₂)", aim: "bird", rate: "targeted" },
  { method: "PGD", aim: "any other class", rate: "pgd" },
  { method: "FGSM", aim: "any other class", rate: "fgsm" },
  { method: "noise", aim: "any other class", rate: "noise" },
] as const;

/** A row for each of these methods, size and network. */
function otherRows(runs: Runs): Row[] {
  return sweepRows<Others>(runs, "fig-20-14-others").flatMap((run) =>
    methods.flatMap(({ method, aim, rate }) =>
      run.rates.map((rates) => ({
        method,
        aim,
        asked_probability_percent: rate === "targeted" ? 100 * run.certainty : undefined,
        seed: run.seed,
        images: run.labels.length,
        rms_change_255ths: rates.level,
        success_percent: 100 * rates[rate],
      }))
    )
  );
}

const severalImages = "several images";

/** Figure 20.14. */
export const table: Table = {
  rowIs: "A row is an attack: on one image by L-BFGS, on all of a network by other methods.",
  key: ["method", "asked_probability_percent", "seed", "image", "rms_change_255ths"],
  columns: {
    method: text("how the images are changed", ["L-BFGS", "PGD (ℓ₂)", "PGD", "FGSM", "noise"]),
    aim: text("what the network shall take them for", ["bird", "any other class"]),
    asked_probability_percent: sometimes(
      percent("least probability of the bird that counts"),
      "other aims",
    ),
    seed,
    image: sometimes(whole("number of the image among those of the seed", 1), severalImages),
    class_name: sometimes(text("class of the image"), severalImages),
    images: whole("number of images", 1),
    rms_change_255ths: sometimes(
      number("root mean square change of a pixel’s colors", "1/255", 0),
      "searches that found none",
    ),
    largest_change_255ths: sometimes(
      number("largest change of a color", "1/255", 0, steps),
      severalImages,
    ),
    probability_before_percent: sometimes(
      percent("probability of the image’s class before the change"),
      severalImages,
    ),
    probability_after_percent: sometimes(
      percent("probability of the class that it is taken for after it"),
      severalImages,
    ),
    success_percent: percent("images with which the aim is reached"),
  },
  rows: (runs) => [...searchRows(runs), ...otherRows(runs)],
};
