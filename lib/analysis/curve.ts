/**
 * Curves between two minima, trained to keep the loss low (Garipov et al. 2018, "Loss surfaces,
 * mode connectivity, and fast ensembling of DNNs", section 3).
 *
 * A curve is defined by its control points: the two ends, which are fixed, and the bends between
 * them, which are trained.
 *
 * @module
 */
import { combine, distance } from "../compute/vectors.ts";
import { createArena } from "../compute/memory.ts";
import { power } from "../elementary/power.ts";
import type { Random } from "../random.ts";
import type { LossSurface } from "../surface.ts";
import { checkKeys, checkWhole, checkWord } from "../options.ts";

/**
 * How control points p₀, …, pₙ (each of length D) define a curve over t in [0, 1]:
 * - `"bezier"`: the Bézier curve φ(t) = Σ (n over k) tᵏ(1 − t)ⁿ⁻ᵏ pₖ; with one bend θ it is φ(t) =
 * (1 − t)²p₀ + 2t(1 − t)θ + t²p₂ (their eq. 4);
 * - `"chain"`: straight segments from point to point, each covering 1/n of t (their eq. 3).
 */
export type CurveKind = "bezier" | "chain";

/** The weight of each of the n + 1 control points in φ(t); the weights sum to 1. */
function shares(kind: CurveKind, n: number, t: number): number[] {
  if (kind !== "bezier" && kind !== "chain") {
    checkWord(kind, ["bezier", "chain"], "kind", "a curve");
  }
  let binomial = 1;
  return Array.from({ length: n + 1 }, (_, k) => {
    if (kind === "chain") return Math.max(0, 1 - Math.abs(n * t - k));
    const share = binomial * power(t, k) * power(1 - t, n - k);
    binomial *= (n - k) / (k + 1);
    return share;
  });
}

/**
 * The point φ(t) of a curve, written into `out` (length D; a new array by default).
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { curvePoint } from "lib/analysis/curve.ts";
 *
 * const points = [0, 8, 0].map((x) => new Float32Array([x]));
 * assertEquals([...curvePoint("chain", points, 0.5)], [8]);
 * assertEquals([...curvePoint("bezier", points, 0.5)], [4]);
 * ```
 */
export function curvePoint(
  kind: CurveKind,
  points: readonly Float32Array[],
  t: number,
  out: Float32Array = new Float32Array(points[0]!.length),
): Float32Array {
  out.fill(0);
  shares(kind, points.length - 1, t).forEach((share, k) => {
    if (share !== 0) combine(out, points[k]!, 1, share);
  });
  return out;
}

/**
 * Bends at equal distances on the straight line, one after another: where training starts.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { bendsOnLine } from "lib/analysis/curve.ts";
 *
 * const ends = [new Float32Array([0, 0]), new Float32Array([3, 6])] as const;
 * bendsOnLine(ends, 2).forEach((x, i) => assertEquals(Math.round(x), [1, 2, 2, 4][i]));
 * ```
 */
export function bendsOnLine(
  [from, to]: readonly [Float32Array, Float32Array],
  bends: number,
): Float32Array {
  const theta = new Float32Array(bends * from.length);
  for (let k = 0; k < bends; k++) {
    const out = theta.subarray(k * from.length, (k + 1) * from.length);
    curvePoint("chain", [from, to], (k + 1) / (bends + 1), out);
  }
  return theta;
}

/**
 * All control points of a curve: its ends and, between them, the bends as views of `theta`.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { controlPoints } from "lib/analysis/curve.ts";
 *
 * const ends = [new Float32Array([0, 0]), new Float32Array([4, 4])] as const;
 * const points = controlPoints(ends, new Float32Array([1, 5])); // one bend
 * assertEquals(points.map((point) => [...point]), [[0, 0], [1, 5], [4, 4]]);
 * ```
 */
export function controlPoints(
  [from, to]: readonly [Float32Array, Float32Array],
  theta: Float32Array,
): Float32Array[] {
  const dim = from.length;
  const bends = Array.from(
    { length: theta.length / dim },
    (_, k) => theta.subarray(k * dim, (k + 1) * dim),
  );
  return [from, ...bends, to];
}

/**
 * The expected loss E L(φ(t)), t uniform in (0, 1), as a function of the bends of a curve: the
 * objective of curve training (Garipov et al. 2018, eq. 2). Each call draws one t, so that loss and
 * gradient are unbiased estimates, like those of a mini-batch; the gradient with respect to a bend
 * is its weight in φ(t) times the gradient at φ(t).
 *
 * @param kind How the control points define the curve; the bends are one vector of length bends ·
 * D.
 * @param ends The two points that the curve joins; not changed.
 * @param options The number of bends, and the random source of t.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { onCurve } from "lib/analysis/curve.ts";
 * import { random } from "lib/random.ts";
 *
 * const loss = (phi: Float32Array) => phi[0]!;
 * const slope = (phi: Float32Array, out: Float32Array) => (out[0] = 1, phi[0]!);
 * const ends = [new Float32Array([5]), new Float32Array([5])] as const;
 * const surface = { dim: 1, examples: 1, loss, gradient: slope };
 * const bends = onCurve(surface, "bezier", ends, { bends: 3, rng: random(0, "t") });
 * assertEquals(bends.dim, 3);
 * assertEquals(Math.abs(bends.loss(new Float32Array([5, 5, 5])) - 5) < 1e-6, true);
 * ```
 */
export function onCurve(
  surface: LossSurface,
  kind: CurveKind,
  ends: readonly [Float32Array, Float32Array],
  options: { bends: number; rng: Pick<Random, "uniform"> },
): LossSurface {
  const { bends, rng } = options;
  checkKeys(options, ["bends", "rng"], "onCurve()");
  checkWhole(bends, 1, "bends", "onCurve()");
  const { dim } = surface;
  const arena = createArena();
  const space = { phi: arena.float32(dim), gradient: arena.float32(dim) };
  arena.releaseWith(space);
  return {
    dim: bends * dim,
    examples: surface.examples,
    loss: (theta, batch) =>
      surface.loss(
        curvePoint(kind, controlPoints(ends, theta), rng.uniform(), space.phi),
        batch,
      ),
    gradient(theta, out, batch) {
      const t = rng.uniform();
      const { phi, gradient } = space;
      const loss = surface.gradient(
        curvePoint(kind, controlPoints(ends, theta), t, phi),
        gradient,
        batch,
      );
      const share = shares(kind, bends + 1, t);
      for (let i = 0; i < out.length; i++) {
        out[i] = share[1 + Math.floor(i / dim)]! * gradient[i % dim]!;
      }
      return loss;
    },
  };
}

/** A point on a path, and the loss there. */
export interface PathLoss {
  /** Path length up to this point, as a share of the whole, in [0, 1]. */
  readonly position: number;
  /** Loss over all examples. */
  readonly loss: number;
}

/**
 * Losses along a curve, over all examples, at t = 0, 1/steps, 2/steps, …, 1. A chain of n segments
 * needs many times n steps, as a bump between two points shows only if sampled.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { barrier, curveLosses } from "lib/analysis/curve.ts";
 *
 * const loss = (phi: Float32Array) => phi[0]! ** 2;
 * const points = [new Float32Array([-1]), new Float32Array([1])];
 * const losses = curveLosses({ dim: 1, examples: 1, loss, gradient: loss }, "chain", points, 4);
 * assertEquals(losses.map(({ loss }) => loss), [1, 0.25, 0, 0.25, 1]);
 * assertEquals(barrier(losses), 0);
 * ```
 */
export function curveLosses(
  surface: LossSurface,
  kind: CurveKind,
  points: readonly Float32Array[],
  steps: number,
): PathLoss[] {
  let [length, last] = [0, points[0]!];
  const places = Array.from({ length: steps + 1 }, (_, i) => {
    const phi = curvePoint(kind, points, i / steps);
    length += distance(last, phi);
    last = phi;
    return { position: length, loss: surface.loss(phi) };
  });
  return places.map(({ position, loss }) => ({ position: position / length, loss }));
}

/**
 * How far the highest loss on a path exceeds the higher loss of its ends; 0 without a barrier.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { barrier } from "lib/analysis/curve.ts";
 *
 * const path = [0.5, 3, 1].map((loss, i) => ({ position: i / 2, loss }));
 * assertEquals(barrier(path), 2);
 * ```
 */
export function barrier(path: readonly PathLoss[]): number {
  const losses = path.map(({ loss }) => loss);
  return Math.max(...losses) - Math.max(losses[0]!, losses.at(-1)!);
}
