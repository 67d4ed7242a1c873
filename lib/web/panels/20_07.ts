import * as Plot from "@observablehq/plot";
import { heightAt, partOf, type Place } from "../panel/line.ts";
import { note } from "../panel/curves.ts";
import { tips } from "../panel/tips.ts";
import type { Panel, View } from "../panel/panel.ts";
import { barrier } from "../../analysis/curve.ts";
import { fromTo, numbers } from "../../notebook/numbers.ts";

/** What a reader chooses. */
type Choice = {
  readonly position: number;
  readonly width: string;
  readonly depth: string;
};

/** What the panel uses of a point. */
interface Point {
  readonly network: string;
  /** Learning rates of the epochs in which the curve was trained. */
  readonly rates: readonly number[];
}

/** A place on a path, as a share of its length, and the loss there. */
interface PathLoss {
  readonly position: number;
  readonly loss: number;
}

/** What the panel uses of a result. */
interface Result {
  readonly lineLosses: readonly PathLoss[];
  readonly bezierLosses: readonly PathLoss[];
}

/** A path between a pair of minima. */
interface Path {
  readonly name: string;
  readonly losses: readonly PathLoss[];
}

const straight = "straight line";
const curved = "curve";
const cyan = "#00b0c8";

/** The paths between all pairs of minima of the network chosen. */
function pathsOf({ choice, run }: View<Choice, Point, Result>): Path[] {
  if (run === undefined) return [];
  const shortest = Math.min(...run.points.map(({ rates }) => rates.length));
  return run.points.flatMap(({ network, rates }, i) => {
    const trainedLonger = rates.length > shortest;
    if (network !== `${choice.width}, ${choice.depth}` || trainedLonger) return [];
    const { lineLosses, bezierLosses } = run.results[i]!;
    return [{ name: straight, losses: lineLosses }, { name: curved, losses: bezierLosses }];
  });
}

function wayInWords(position: number): string {
  if (position === 0) return "ϕ₁";
  return position === 1 ? "ϕ₂" : `${100 * position} %`;
}

function placesOf({ losses }: Path): Place[] {
  return losses.map(({ position, loss }) => ({ x: position, y: loss }));
}

/** What one kind of path has been seen to cost so far, in words. */
function pathInWords(paths: readonly Path[], position: number): string {
  const now = paths.map((path) => heightAt(placesOf(path), position));
  const here = `loss ${fromTo(now, 2)}`;
  if (position < 1) return here;
  return `${here}; barrier on the way ${fromTo(paths.map(({ losses }) => barrier(losses)), 2)}`;
}

/** The loss on two ways from one minimum to another, which shows as the reader goes along them. */
export const panel: Panel<Choice, Point, Result> = {
  figure: "20.7",
  sweep: "fig-20-07-curves",
  question:
    "Two trainings of a network have found two minima, ϕ₁ and ϕ₂. Two ways lead from one to the " +
    "other: the straight line, and a curve that was trained to stay low. Before you go: how high " +
    "is the loss halfway on each, and does the curve avoid a barrier for narrow and shallow " +
    "networks as well?",
  controls: {
    position: {
      label: "Way from ϕ₁ to ϕ₂",
      values: Array.from({ length: 21 }, (_, i) => i / 20),
      value: 0.1,
      text: (position) => `${numbers(100 * position)} %`,
    },
    width: { label: "Width", values: ["wide", "narrow"], value: "wide" },
    depth: { label: "Depth", values: ["deep", "shallow"], value: "deep" },
  },
  name: ({ network }) => network,
  charts: [{
    title: "Training loss along the straight line (dashed) and the curve (solid).",
    draw(view, width) {
      const { position } = view.choice;
      const parts = pathsOf(view).map((path) => ({
        name: path.name,
        places: partOf(placesOf(path), 0, position).map((place) => ({
          ...place,
          title: `${path.name}\nloss ${numbers(place.y, 3)}\n${
            numbers(100 * place.x)
          } % of the way`,
        })),
      }));
      const ends = parts.map(({ name, places }) => ({ name, ...places.at(-1)! }));
      const place = { x: "x", y: "y" } as const;
      return {
        height: 340,
        color: { domain: [straight, curved], range: ["#000000", cyan], legend: true },
        x: {
          domain: [0, 1],
          label: "way",
          ticks: [0, 0.25, 0.5, 0.75, 1],
          tickFormat: wayInWords,
        },
        y: { domain: [0, 5], label: "training loss", grid: true, ticks: 5 },
        marks: parts.length === 0 ? [note("the stored runs are loading")] : [
          Plot.ruleX([position], { stroke: "#bbbbbb" }),
          parts.map(({ name, places }) =>
            Plot.line(places, {
              ...place,
              stroke: () => name,
              strokeWidth: 2,
              strokeDasharray: name === straight ? "6 4" : "none",
            })
          ),
          Plot.dot(ends, { ...place, fill: "name", r: 5 }),
          tips(parts.flatMap(({ places }) => places), { ...place, title: "title" }, width),
        ],
      };
    },
  }],
  words(view) {
    const paths = pathsOf(view);
    if (paths.length === 0) return [];
    const { position } = view.choice;
    const findings = [straight, curved].map((kind) => ({
      of: kind,
      is: pathInWords(paths.filter(({ name }) => name === kind), position),
    }));
    return [...findings, { of: "pairs of minima", is: String(paths.length / 2) }];
  },
};
