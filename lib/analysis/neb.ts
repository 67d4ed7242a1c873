import { controlPoints, curveLosses } from "./curve.ts";
import { removePart } from "../compute/vectors.ts";
import type { LossSurface } from "../surface.ts";
import type { Optimizer } from "../training/optimizers.ts";
import { train, type TrainOptions } from "../training/train.ts";
import { checkKeys, checkOption, checkWhole } from "../options.ts";

/** One cycle of {@linkcode autoNeb}: how long and by what rule the pivots move. */
export interface NebCycle {
  /** Number of steps that all pivots take. */
  readonly steps: number;
  /** Moves them; a new optimizer for each cycle, as it treats all pivots as one vector. */
  readonly optimizer: Optimizer;
}

/** The mini-batches of {@linkcode autoNeb}, and where it inserts pivots. */
export interface AutoNebOptions extends Pick<TrainOptions, "batch" | "signal"> {
  /** Number of parts into which each segment is divided to look for bumps, 10 by default. */
  parts?: number;
  /** Maximum number of pivots inserted after a cycle, 2 by default. */
  most?: number;
  /** Bumps below this share of the range of losses on the chain are ignored; 0.1 by default. */
  tolerance?: number;
  /** Receives the chain after each cycle. */
  onCycle?(points: readonly Float32Array[]): void | Promise<void>;
}

/**
 * Finds a path of low loss between two minima by the automated nudged elastic band (AutoNEB,
 * Draxler et al. 2018, "Essentially no barriers in neural network energy landscape", section 3).
 * The path is a chain of straight segments. In a cycle, each pivot moves by its gradient without
 * the component along the chain, so that it sinks into the valley but does not slide along it. Then
 * the loss is evaluated between the pivots, and where it rises above the straight line between the
 * losses at a segment's ends, a pivot is inserted at the top of the bump.
 *
 * Unlike in the original, pivots are not redistributed to equal distances after each step.
 *
 * @param points The initial chain (each point of length D), including its ends; not changed.
 * @param cycles The cycles; pivots are inserted after each but the last.
 * @returns The final chain.
 * @throws As {@linkcode train}.
 *
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { autoNeb } from "lib/analysis/neb.ts";
 * import { sgd } from "lib/training/optimizers.ts";
 *
 * // A valley along y = x²: the pivot of a chain from (−1, 1) to (1, 1) sinks into it.
 * const valley = {
 *   dim: 2,
 *   examples: 1,
 *   loss: ([x, y]: Float32Array) => (y! - x! ** 2) ** 2,
 *   gradient([x, y]: Float32Array, out: Float32Array) {
 *     out.set([-4 * x! * (y! - x! ** 2), 2 * (y! - x! ** 2)]);
 *     return (y! - x! ** 2) ** 2;
 *   },
 * };
 * const chain = [[-1, 1], [0.1, 1], [1, 1]].map((point) => new Float32Array(point));
 * const cycles = [{ steps: 50, optimizer: sgd({ learningRate: 0.2 }) }];
 * const [, pivot] = await autoNeb(valley, chain, cycles);
 * assert(valley.loss(pivot!) < 1e-6);
 * ```
 */
export async function autoNeb(
  surface: LossSurface,
  points: readonly Float32Array[],
  cycles: readonly NebCycle[],
  options: AutoNebOptions = {},
): Promise<Float32Array[]> {
  const { batch, signal, onCycle } = options;
  checkNebOptions(options);
  const ends = [points[0]!, points.at(-1)!] as const;
  let chain = [...points];
  for (const [i, { steps, optimizer }] of cycles.entries()) {
    const theta = new Float32Array((chain.length - 2) * surface.dim);
    chain.slice(1, -1).forEach((point, k) => theta.set(point, k * surface.dim));
    await train(nudged(surface, ends, chain.length - 2), theta, optimizer, {
      steps,
      ...(batch && { batch }),
      ...(signal && { signal }),
    });
    chain = controlPoints(ends, theta);
    if (i < cycles.length - 1) chain = withNewPivots(surface, chain, options);
    await onCycle?.(chain);
  }
  return chain;
}

function checkNebOptions(options: AutoNebOptions): void {
  const { parts = 10, most = 2, tolerance = 0.1 } = options;
  const of = "autoNeb()";
  checkKeys(options, ["batch", "signal", "parts", "most", "tolerance", "onCycle"], of);
  checkWhole(parts, 1, "parts", of);
  checkWhole(most, 0, "most", of);
  checkOption(tolerance >= 0, "tolerance", tolerance, "a number of at least 0", of);
}

/**
 * The pivots' mean loss as a function of all of them, with a "gradient" that lacks the component
 * along the chain, whose direction is that to the neighbor with the higher loss (Draxler et al.
 * 2018, section 3).
 */
function nudged(
  surface: LossSurface,
  ends: readonly [Float32Array, Float32Array],
  pivots: number,
): LossSurface {
  const { dim } = surface;
  const endLosses = ends.map((end) => surface.loss(end));
  const tangent = new Float32Array(dim);
  const pivotOf = (theta: Float32Array, k: number) => theta.subarray(k * dim, (k + 1) * dim);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / pivots;
  const each = (look: (k: number) => number) => Array.from({ length: pivots }, (_, k) => look(k));
  return {
    dim: pivots * dim,
    examples: surface.examples,
    loss: (theta, batch) => mean(each((k) => surface.loss(pivotOf(theta, k), batch))),
    gradient(theta, out, batch) {
      const losses = each((k) => surface.gradient(pivotOf(theta, k), pivotOf(out, k), batch));
      const [points, all] = [controlPoints(ends, theta), [endLosses[0]!, ...losses, endLosses[1]!]];
      for (let k = 1; k <= pivots; k++) {
        const forward = all[k + 1]! > all[k - 1]! ? 1 : 0;
        const [from, to] = [points[k - 1 + forward]!, points[k + forward]!];
        for (let i = 0; i < dim; i++) tangent[i] = to[i]! - from[i]!;
        removePart(pivotOf(out, k - 1), tangent);
      }
      return mean(losses);
    },
  };
}

/** The chain with a new pivot at the top of each of the largest bumps between its pivots. */
function withNewPivots(
  surface: LossSurface,
  chain: readonly Float32Array[],
  { parts = 10, most = 2, tolerance = 0.1 }: AutoNebOptions,
): Float32Array[] {
  const pieces = chain.length - 1;
  const losses = curveLosses(surface, "chain", chain, parts * pieces).map(({ loss }) => loss);
  const least = tolerance * (Math.max(...losses) - Math.min(...losses));
  const bumps = Array.from({ length: pieces }, (_, piece) => {
    const part = losses.slice(piece * parts, (piece + 1) * parts + 1);
    const excess = part.map((loss, j) =>
      loss - ((parts - j) * part[0]! + j * part[parts]!) / parts
    );
    const height = Math.max(...excess);
    return { piece, height, share: excess.indexOf(height) / parts };
  });
  const largest = bumps.filter(({ height }) => height > least)
    .sort((a, b) => b.height - a.height).slice(0, most);
  return chain.flatMap((point, piece) => {
    const bump = largest.find((one) => one.piece === piece);
    const next = chain[piece + 1];
    if (!bump || !next) return [point];
    return [point, point.map((x, i) => (1 - bump.share) * x + bump.share * next[i]!)];
  });
}
