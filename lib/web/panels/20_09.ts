import * as Plot from "@observablehq/plot";
import type { Finding, Panel, Run } from "../panel/panel.ts";
import { guessLine } from "../panel/guess.ts";
import { label, xavierLabel } from "../panel/labels.ts";
import { numbers } from "../../notebook/numbers.ts";

/** What a reader chooses; all but `position` are fields of the notebook's points. */
type Choice = {
  readonly position: number;
  readonly dim: number;
  readonly kind: string;
  readonly images: number;
};

/** What the panel uses of a point. */
interface Point {
  readonly dims: readonly number[];
  readonly positions: readonly number[];
  readonly kind: string;
  readonly images: number;
}

/** The share of positive eigenvalues at a radius. */
type Place = { readonly position: number; readonly positive: number };

/** What the panel uses of a result. */
interface Result {
  readonly curve: readonly Place[];
}

/** Places on the horizontal axis: log₁₀(r² / rₓ²). */
const positions = [-3, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3];
const dims = [10, 50, 100];

/** A radius in words. */
function radiusText(position: number): string {
  const ratio = 10 ** (position / 2);
  return `${numbers(ratio, ratio < 0.1 ? 3 : 2)} rₓ`;
}

/** The places that are computed so far. */
function placesOf({ results }: Run<Choice, Point, Result>): readonly Place[] {
  return results.flatMap((result) => result?.curve ?? []);
}

/** The share at a place, in words. */
function found(of: string, { position, positive }: Place): Finding {
  return { of, is: `${numbers(100 * positive)} % curve up, at r = ${radiusText(position)}` };
}

/** The curvature of an untrained network at many distances from the origin. */
export const panel: Panel<Choice, Point, Result> = {
  figure: "20.9",
  sweep: "fig-20-09",
  question:
    "Take a network before training and move its parameters toward the origin, or away from it. " +
    "Before you press Run: at which distance r does the loss curve up in the most directions? " +
    "Set your guess.",
  controls: {
    position: { label: "Your guess", values: positions, value: -2, text: radiusText },
    dim: { label: "Random directions Dₛ", values: dims, value: 50 },
    kind: {
      label: "Pixels",
      values: ["radius", "one scale", "pixels in [0, 1]"],
      value: "radius",
      text: (kind) => kind === "radius" ? "each standardized" : kind.replace("pixels ", ""),
    },
    images: { label: "Images of the loss", values: [50, 100, 200], value: 100 },
  },
  atOnce: ["position"],
  points(notebook, { dim, kind, images }) {
    return positions.map((position) => ({
      ...notebook[0]!,
      dims: [dim],
      positions: [position],
      kind,
      images,
      seed: 1,
    }));
  },
  data: ({ images }) => ({ "mnist-train": images }),
  name: ({ dims }) => `Dₛ = ${dims[0]}`,
  names: dims.map((dim) => `Dₛ = ${dim}`),
  rows: (_point, { curve }) => curve,
  charts: [{
    title: "Share of positive eigenvalues of the Hessian against the radius",
    axes: () => ({
      x: { domain: [-3, 3], label: "log₁₀(r² / rₓ²)", ticks: 7 },
      y: { domain: [0, 1], label: "share of positive eigenvalues" },
    }),
    curves: [{ x: "position", y: "positive", label: "share", marked: true }],
    marks: ({ choice }) => [
      Plot.ruleY([0.5], { stroke: "#888888" }),
      ...guessLine(choice.position, choice.position > 1 ? "end" : "start"),
      Plot.ruleX([0], { stroke: "#888888", strokeDasharray: "2 3" }),
      label("as many up as down", { x: -3, y: 0.5, dx: 4, dy: 10, textAnchor: "start" }),
      xavierLabel(),
    ],
  }],
  words({ run, choice }) {
    const places = run === undefined ? [] : placesOf(run);
    if (places.length === 0) return [];
    const guessed = places.filter(({ position }) => position === choice.position);
    const most = Math.max(...places.map(({ positive }) => positive));
    const best = places.find(({ positive }) => positive === most)!;
    return [
      ...guessed.map((place) => found("Your guess", place)),
      found(places.length < positions.length ? "Most so far" : "Most", best),
    ];
  },
};
