import { number, seed, sometimes, text } from "./column.ts";
import { type Runs, sweepRows } from "./runs.ts";
import type { Row, Table } from "./table.ts";
import { curvePoint } from "../analysis/curve.ts";

type Losses = readonly { readonly position: number; readonly loss: number }[];

interface Curve {
  readonly network: string;
  readonly seed: number;
  readonly rates: readonly number[];
  readonly lineLosses: Losses;
  readonly bezierLosses: Losses;
}

interface NebPath {
  readonly network: string;
  readonly seed: number;
  readonly nebLosses: Losses;
}

interface SliceRow {
  readonly b: number;
  readonly aValues: readonly number[];
  readonly losses: ArrayLike<number>;
}

/** The network whose slice is drawn. */
const pictured = "wide, deep";

/** A place on the slice. */
type Place = readonly [number, number];

/** The places on the slice of both minima and of the bend of the curve. */
function placesOf({ calls }: Runs): readonly Place[] {
  const plane = calls.find(({ name }) => name === "planeThrough")?.result;
  return (plane as { coordinates: readonly Place[] }).coordinates;
}

/** The rows of one path; `placeAt` says where it is on the slice at each share of its course. */
function pathRows(
  path: string,
  { network, seed }: { readonly network: string; readonly seed: number },
  losses: Losses,
  placeAt: (t: number) => readonly (number | undefined)[],
): Row[] {
  return losses.map(({ position, loss }, i) => {
    const [along, across] = placeAt(i / (losses.length - 1));
    return {
      path,
      network,
      seed,
      position,
      distance_along: along,
      distance_across: across,
      training_loss_nats: loss,
    };
  });
}

/** The rows of the paths of each pair of minima; those of the first pair are on the slice. */
function curveRows(runs: Runs): Row[] {
  const curves = sweepRows<Curve>(runs, "fig-20-07-curves");
  const [start, end, bend] = placesOf(runs);
  const onLine = (t: number): Place => [t * end![0], 0];
  const controls = [start!, bend!, end!].map((place) => new Float32Array(place));
  const onCurve = (t: number): number[] => [...curvePoint("bezier", controls, t)];
  const nowhere = (): undefined[] => [];
  const first = curves.find(({ network }) => network === pictured);
  const usualEpochs = curves[0]!.rates.length;
  return curves.flatMap((curve) => {
    const isPictured = curve === first;
    const isLong = curve.rates.length > usualEpochs;
    const bezier = isLong ? "Bézier curve, trained five times as long" : "Bézier curve";
    const bezierRows = pathRows(bezier, curve, curve.bezierLosses, isPictured ? onCurve : nowhere);
    if (isLong) return bezierRows; // between minima whose line is there already
    const line = pathRows("straight line", curve, curve.lineLosses, isPictured ? onLine : nowhere);
    return [...line, ...bezierRows];
  });
}

/** The rows of the slice through the first pair of minima. */
function sliceRows(runs: Runs): Row[] {
  const curves = sweepRows<Curve>(runs, "fig-20-07-curves");
  const { network, seed } = curves.find((curve) => curve.network === pictured)!;
  return sweepRows<SliceRow>(runs, "fig-20-07-slice").flatMap(({ b, aValues, losses }) =>
    aValues.map((a, i) => ({
      path: "slice",
      network,
      seed,
      position: undefined,
      distance_along: a,
      distance_across: b,
      training_loss_nats: losses[i]!,
    }))
  );
}

/** Figure 20.7. */
export const table: Table = {
  rowIs: "A row is a place on a path between two minima, or on a slice through them.",
  key: ["path", "network", "seed", "position", "distance_along", "distance_across"],
  columns: {
    path: text("path that the place is on, or “slice”", [
      "straight line",
      "Bézier curve",
      "Bézier curve, trained five times as long",
      "AutoNEB",
      "slice",
    ]),
    network: text("width and depth of the network", [
      "wide, deep",
      "wide, shallow",
      "narrow, deep",
      "narrow, shallow",
    ]),
    seed,
    position: sometimes(number("place on the path, as a share of its length", "", 0, 1), "slice"),
    distance_along: sometimes(
      number("distance along the straight line, on the slice", ""),
      "paths that are not on it",
    ),
    distance_across: sometimes(
      number("distance from the straight line, on the slice", ""),
      "paths that are not on it",
    ),
    training_loss_nats: number("loss over the training images", "nats", 0),
  },
  rows: (runs) => [
    ...curveRows(runs),
    ...sweepRows<NebPath>(runs, "fig-20-07-neb")
      .flatMap((path) => pathRows("AutoNEB", path, path.nebLosses, () => [])),
    ...sliceRows(runs),
  ],
};
