import * as Plot from "@observablehq/plot";
import { wordsFor } from "../panel/curves.ts";
import { tips } from "../panel/tips.ts";
import type { Panel, Run } from "../panel/panel.ts";
import { mean } from "../../analysis/correlation.ts";
import { semicircleBelow } from "../../analysis/curvature.ts";
import { numbers } from "../../notebook/numbers.ts";
import { palette } from "../../notebook/theme.ts";

/** What a reader chooses: fields of the notebook's points, and a height to look at. */
type Choice = {
  readonly spins: number;
  readonly mostSteps: number;
  readonly seed: number;
  readonly energy: number;
};

/** What the panel uses of a point. */
interface Point {
  readonly spins: number;
  readonly seed: number;
  readonly searches: number;
  readonly mostSteps: number;
}

type GlassRun = Run<Choice, Point>;

/** A critical point. */
interface CriticalPoint {
  readonly spins: number;
  /** H / N. */
  readonly energy: number;
  /** Percentage of the directions that go down. */
  readonly down: number;
}

const searches = 200;
const halfWidth = 0.1; // of the band of energies that is looked at
const energies = Array.from({ length: 41 }, (_, i) => (i - 20) / 10);

/** The critical points that a run has found: those of one energy, to nine digits, count once. */
function criticalPoints({ points, rows }: GlassRun): readonly CriticalPoint[] {
  return points.flatMap(({ spins }, i) => {
    const byEnergy = new Map(rows[i]!.map((row) => [Number(row.x).toFixed(9), row]));
    return [...byEnergy.values()].map(({ x, y }) => ({
      spins,
      energy: Number(x),
      down: 100 * Number(y),
    }));
  });
}

/** The percentage of directions down for N → ∞. */
function theory(energy: number): number {
  return 100 * semicircleBelow(3 * energy / Math.sqrt(6) / 2);
}

/** The theory's curve. */
const limit = Array.from({ length: 201 }, (_, i) => {
  const energy = (i - 100) / 50;
  return { energy, down: theory(energy) };
});

function nameOf(spins: number): string {
  return `N = ${spins}`;
}

/** What a tooltip says of a critical point. */
function describe({ spins, energy, down }: CriticalPoint): string {
  const directions = spins - 1;
  return `${nameOf(spins)}\nheight ${numbers(energy, 2)}\n` +
    `${Math.round(directions * down / 100)} of ${directions}\ndirections down`;
}

const sizes = [5, 10, 20, 30, 50];

/** Critical points of a random function: how many directions go down at which height. */
export const panel: Panel<Choice, Point> = {
  figure: "20.8",
  sweep: "fig-20-08-a",
  question: "Searches look for critical points of a random function of N variables: valleys, " +
    "saddles and peaks. Before you press Run: of the directions at a low critical point, and at " +
    "one half-way up, how many go down? And how high can a valley lie?",
  controls: {
    spins: { label: "Number of variables N", values: sizes, value: 20 },
    energy: {
      label: "Height H / N to look at",
      values: energies,
      value: -1,
      text: (energy) => numbers(energy, 1),
    },
    mostSteps: {
      label: "Steps up or down before a search",
      values: [0, 10, 40],
      value: 40,
      text: (steps) => steps === 0 ? "none" : `up to ${steps}`,
    },
    seed: { label: "Random function", values: [1, 2, 3, 4, 5], value: 1 },
  },
  points: (notebook, { spins, mostSteps, seed }) => [{
    ...notebook[0]!,
    spins,
    mostSteps,
    seed,
    searches,
  }],
  name: ({ spins }) => nameOf(spins),
  names: sizes.map(nameOf),
  atOnce: ["energy"],
  charts: [{
    title: "Share of directions down against height, a dot for each critical point found.",
    draw(view, width) {
      const { choice, run, earlier } = view;
      const now = run === undefined ? [] : criticalPoints(run);
      const before = earlier.flatMap(criticalPoints);
      const axes = {
        height: 360,
        x: { domain: [-2, 2], label: "height H / N", ticks: width < 500 ? 5 : 9 },
        y: {
          domain: [-3, 103],
          label: "directions down (%)",
          grid: true,
          ticks: [0, 25, 50, 75, 100],
        },
      } as const;
      if (now.length + before.length === 0) return { ...axes, marks: [wordsFor(view)] };
      const band = [{ low: choice.energy - halfWidth, high: choice.energy + halfWidth }];
      const at = { x: "energy", y: "down" } as const;
      return {
        ...axes,
        color: { domain: sizes.map(nameOf), range: palette, legend: true },
        marks: [
          Plot.rectX(band, { x1: "low", x2: "high", fill: "#e8e8e8", clip: true }),
          Plot.line(limit, { ...at, stroke: "#888888", strokeDasharray: "5 3" }),
          Plot.text(["N → ∞"], { x: 1.95, y: 80, textAnchor: "end", fill: "#777777" }),
          Plot.dot(before, { ...at, stroke: "#bbbbbb", r: 3, clip: true }),
          Plot.dot(now, {
            ...at,
            stroke: ({ spins }: CriticalPoint) => nameOf(spins),
            r: 3.5,
            strokeWidth: 1.6,
            clip: true,
          }),
          tips([...before, ...now], { ...at, title: describe }, width),
        ],
      };
    },
  }],
  words({ choice, run }) {
    if (run === undefined) return [];
    const found = criticalPoints(run);
    const near = found.filter(({ energy }) => Math.abs(energy - choice.energy) <= halfWidth);
    const share = near.length === 0
      ? "none found"
      : `${
        numbers(mean(near.map(({ down }) => down)))
      } % of directions down, mean of ${near.length}`;
    const valleys = found.filter(({ down }) => down === 0).map(({ energy }) => energy);
    const highest = Math.max(...valleys);
    const saddlesBelow = found.filter(({ energy, down }) => down > 0 && energy < highest).length;
    return [
      { of: "Critical points found", is: numbers(found.length) },
      { of: `Near ${numbers(choice.energy, 1)}`, is: share },
      { of: "The same for N → ∞", is: `${numbers(theory(choice.energy))} %` },
      {
        of: "Valleys",
        is: valleys.length === 0
          ? "none"
          : `${valleys.length}, up to ${numbers(highest, 2)}; saddles below that: ${saddlesBelow}`,
      },
    ];
  },
};
