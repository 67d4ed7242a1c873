import { number, percent, seed, sometimes, text, whole } from "./column.ts";
import { sweepRows } from "./runs.ts";
import type { Table } from "./table.ts";

interface Run {
  readonly kind: string;
  readonly seed: number;
  readonly curve: readonly {
    readonly position: number;
    readonly dim: number;
    readonly positive: number;
    readonly traceRatio: number;
    readonly residualShare: number;
  }[];
}

/** Figure 20.9. */
export const table: Table = {
  rowIs: "A row is the Hessian of one network, in a random subspace.",
  key: ["varied", "dimensions", "seed", "log10_squared_radius_ratio"],
  columns: {
    varied: text("what is varied, or how the pixels are scaled where the radius is", [
      "radius",
      "pixels in [0, 1]",
      "one scale",
      "temperature",
    ]),
    dimensions: whole("dimensions of the subspace", 1),
    seed,
    log10_squared_radius_ratio: number("log₁₀(r² / rₓ²), with rₓ the Xavier radius", ""),
    positive_eigenvalues_percent: percent("eigenvalues of the Hessian that are above 0"),
    trace_over_norm: number("trace of the Hessian over its Frobenius norm", ""),
    residual_over_gauss_newton: sometimes(
      number(
        "trace of the Hessian’s residual, without its sign, over that of its Gauss–Newton part",
        "",
        0,
      ),
      "the Gauss–Newton part is 0",
    ),
  },
  rows: (runs) =>
    sweepRows<Run>(runs, "fig-20-09").flatMap(({ kind, seed, curve }) =>
      curve.map((hessian) => ({
        varied: kind,
        dimensions: hessian.dim,
        seed,
        log10_squared_radius_ratio: hessian.position,
        positive_eigenvalues_percent: 100 * hessian.positive,
        trace_over_norm: hessian.traceRatio,
        residual_over_gauss_newton: hessian.residualShare,
      }))
    ),
};
