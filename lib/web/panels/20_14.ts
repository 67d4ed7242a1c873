import * as Plot from "@observablehq/plot";
import type { PlotOptions } from "@observablehq/plot";
import { wordsFor } from "../panel/curves.ts";
import type { Panel, View } from "../panel/panel.ts";
import { cifar10ClassNames } from "../../datasets/cifar10.ts";
import { imageAddress } from "../../notebook/image.ts";
import { numbers } from "../../notebook/numbers.ts";

type Library = typeof import("../../experiment.ts");

/** What a reader chooses: an attack, and a field of the notebook's points. */
type Choice = {
  readonly level: number;
  readonly target: string;
  readonly image: number;
  readonly epochs: number;
};

/** What the panel uses of a point. */
interface Point {
  readonly seed: number;
  readonly channels: number;
  readonly images: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly decay: number;
  readonly testImages: number;
}

/** What the panel uses of a result. */
interface Result {
  readonly phi: Float32Array;
  readonly accuracy: number;
}

/** An image, and the probability that the network gives to each class. */
interface Seen {
  readonly pixels: Float32Array;
  readonly probabilities: readonly number[];
}

/** An image before and after an attack. */
interface Attack {
  readonly className: string;
  readonly target: string;
  readonly original: Seen;
  readonly changed: Seen;
  /** The original with noise as large as the change. */
  readonly noisy: Seen;
}

/** What is measured of a run: undefined before its network is trained. */
interface Measured {
  readonly attack?: (choice: Choice) => Attack;
  readonly last?: Attack;
}

type Attacks = View<Choice, Point, Result, Measured>;

const shape = [28, 28, 3];
const length = 28 * 28 * 3; // numbers in an image
const attacked = 8; // images
const steps = 20; // of projected gradients

/** Makes ready what is needed to attack a trained network. */
async function makeAttack(
  { channels, testImages, seed }: Point,
  { phi }: Result,
  lib: Library,
): Promise<NonNullable<Measured["attack"]>> {
  const { test } = await lib.cifar10({ train: 0, test: testImages });
  const net = await lib.alexnet({ width: channels, whiten: true });
  const images = lib.centerCrop(test, shape[0]!);

  function see(pixels: Float32Array): Seen {
    const one = { ...images, x: pixels, y: new Uint8Array(1), size: 1 };
    const logits = net.surface(one).logits(phi);
    const most = Math.max(...logits);
    const weights = [...logits].map((logit) => Math.exp(logit - most));
    const sum = lib.d3.sum(weights);
    return { pixels, probabilities: weights.map((weight) => weight / sum) };
  }

  const recognized = lib.predictions(net.surface(images).logits(phi), images.classes)
    .flatMap(({ label }, i) => label === images.y[i] ? [i] : []).slice(0, attacked);

  return ({ level, target, image }) => {
    const place = recognized[Math.min(image, recognized.length) - 1]!;
    const original = images.x.slice(place * length, (place + 1) * length);
    const radius = level / 255 * Math.sqrt(length); // ℓ₂ norm of such a root mean square
    const wanted = Uint8Array.of(cifar10ClassNames.indexOf(target));
    const changed = lib.projectedGradient(net.inputSurface(phi, wanted), original, {
      targeted: true,
      norm: "l2",
      radius,
      steps,
    });
    const noisy = lib.addNoise(original, [radius], lib.random(seed, "noise"));
    return {
      className: cifar10ClassNames[images.y[place]!]!,
      target,
      original: see(original),
      changed: see(changed),
      noisy: see(noisy),
    };
  };
}

/** The class that the network takes an image for, and how sure it is. */
function verdict({ probabilities }: Seen): string {
  const most = Math.max(...probabilities);
  return `${cifar10ClassNames[probabilities.indexOf(most)]!} ${numbers(100 * most)} %`;
}

/** The accuracy while the network trains. */
function accuracyChart(view: Attacks): PlotOptions {
  const { run } = view;
  const epochs = run?.points[0]?.epochs ?? 1;
  const rows = run?.rows[0] ?? [];
  const at = { x: "epoch", y: (row: { accuracy: number }) => 100 * row.accuracy } as const;
  return {
    title: "The network learns: accuracy on new images",
    height: 180,
    x: { domain: [0, epochs], ticks: epochs, label: "epoch" },
    y: { domain: [0, 60], label: "accuracy (%)", grid: true, ticks: 3 },
    marks: rows.length === 0 ? [wordsFor(view)] : [
      Plot.line(rows, { ...at, strokeWidth: 2 }),
      Plot.dot(rows, { ...at, fill: "#222222", tip: true }),
    ],
  };
}

/** The original, the change and the changed image side by side. */
function imageChart({ original, changed }: Attack, width: number): PlotOptions {
  const side = Math.min(150, Math.floor((width - 24) / 3));
  const change = changed.pixels.map((value, i) => 0.5 + 10 * (value - original.pixels[i]!));
  const tiles = [
    { name: "original", text: verdict(original), pixels: original.pixels },
    { name: "change × 10", text: "gray: none", pixels: change },
    { name: "changed", text: verdict(changed), pixels: changed.pixels },
  ].map(({ name, text, pixels }, x) => ({ x, name, text, src: imageAddress(pixels, shape) }));
  const label = { x: "x", frameAnchor: "middle", fontSize: side < 120 ? 11 : 14 } as const;
  return {
    title: "What one sees",
    width: 3 * (side + 8),
    height: side + 50,
    marginLeft: 0,
    marginRight: 0,
    marginTop: 0,
    marginBottom: 0,
    axis: null,
    x: { domain: [-0.5, 2.5] },
    marks: [
      Plot.image(tiles, {
        x: "x",
        frameAnchor: "middle",
        src: "src",
        width: side,
        height: side,
        imageRendering: "pixelated",
      }),
      Plot.text(tiles, { ...label, text: "name", dy: -side / 2 - 12 }),
      Plot.text(tiles, { ...label, text: "text", dy: side / 2 + 13, fontWeight: "bold" }),
      Plot.tip(
        tiles,
        Plot.pointer({ x: "x", frameAnchor: "middle", title: (t) => `${t.name}: ${t.text}` }),
      ),
    ],
  };
}

const colors = { original: "#bbbbbb", changed: "#d55e00" };

/** The probability of each class, before and after the attack. */
function probabilityChart({ original, changed }: Attack): PlotOptions {
  const bars = cifar10ClassNames.map((name, i) => ({
    name,
    before: 100 * original.probabilities[i]!,
    after: 100 * changed.probabilities[i]!,
  }));
  return {
    title: "What the network sees",
    height: 260,
    marginLeft: 90,
    x: { domain: [0, 100], label: "probability (%)", grid: true, ticks: 5 },
    y: { domain: cifar10ClassNames, label: null },
    color: {
      domain: ["original", "changed"],
      range: [colors.original, colors.changed],
      legend: true,
    },
    marks: [
      Plot.barX(bars, { x: "before", y: "name", fill: colors.original }),
      Plot.barX(bars, { x: "after", y: "name", fill: colors.changed, insetTop: 6, insetBottom: 6 }),
      Plot.tip(
        bars,
        Plot.pointer({
          x: "after",
          y: "name",
          title: ({ name, before, after }) =>
            `${name}: ${numbers(before, 1)} % before, ${numbers(after, 1)} % after`,
        }),
      ),
    ],
  };
}

/** An attack on a network that has just been trained, as strong as the reader likes. */
export const panel: Panel<Choice, Point, Result, Measured> = {
  figure: "20.14",
  sweep: "fig-20-14-nets",
  question: "A small network learns to tell ten kinds of things on photographs. Then each number " +
    "of an image may change by a few of its 256 levels. Before you press Run: how strong must " +
    "the change be until the network is 90 % sure of a bird, and will you see it?",
  controls: {
    level: {
      label: "Root mean square change, in 1/255",
      values: [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16],
      value: 0,
    },
    image: {
      label: "Image that it gets right",
      values: Array.from({ length: attacked }, (_, i) => i + 1),
      value: 1,
    },
    target: { label: "Class to be taken for", values: [...cifar10ClassNames], value: "bird" },
    epochs: { label: "Epochs of training", values: [1, 2, 4, 6, 8], value: 6 },
  },
  points: (notebook, { epochs }) => [{
    ...notebook[0]!,
    epochs,
    channels: 16,
    images: 1000,
    batchSize: 25,
    decay: 0.9,
    testImages: 500,
  }],
  data: ({ images, testImages }) => ({ "cifar10-train": images, "cifar10-test": testImages }),
  name: () => "network",
  keeps: 0, // what an attack changes is seen of one network alone
  next: "Now change the image, its class or the strength: the attack follows at once.",
  atOnce: ["level", "image", "target"],
  async measure({ choice, run, measured }, lib) {
    const result = run?.results[0];
    if (result === undefined) return {};
    const attack = measured?.attack ?? await makeAttack(run!.points[0]!, result, lib);
    return { attack, last: attack(choice) };
  },
  charts: [{
    title: "The original image, the change times ten, and the changed image.",
    draw: (view, width) =>
      view.measured?.last ? imageChart(view.measured.last, width) : accuracyChart(view),
  }, {
    title: "The probability that the network gives to each class, before and after the change.",
    draw: ({ measured }) => measured?.last && probabilityChart(measured.last),
  }],
  words({ run, measured }) {
    if (run === undefined) return [];
    const accuracy = Number(run.rows[0]!.at(-1)?.accuracy ?? NaN);
    const trained = { of: "New images that it gets right", is: `${numbers(100 * accuracy)} %` };
    const attack = measured?.last;
    if (attack === undefined) return [trained];
    return [
      trained,
      { of: `This ${attack.className}, original`, is: verdict(attack.original) },
      { of: `Changed towards ${attack.target}`, is: verdict(attack.changed) },
      { of: "With noise as large", is: verdict(attack.noisy) },
    ];
  },
};
