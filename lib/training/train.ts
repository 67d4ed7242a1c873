import { UserError } from "../errors.ts";
import type { Random } from "../random.ts";
import type { Batch, LossSurface } from "../surface.ts";
import type { Optimizer } from "./optimizers.ts";
import { checkLoss, takeSteps } from "./steps.ts";

/** Settings of {@linkcode train}. */
export interface TrainOptions {
  /** How many steps to take. */
  steps: number;
  /** Mini-batches; without, each step uses all examples. */
  batch?: {
    /** Examples a step; the last batch of an epoch has fewer if the data are no multiple of it. */
    size: number;
    /** Source of the order of the examples, a new permutation each epoch. */
    rng: Random;
  };
  /** `onStep` is called after 0, `every`, 2·`every`, … steps and after the last; 1 by default. */
  every?: number;
  /**
   * Receives the number of steps taken, φ after them (to be copied if kept, not to be changed) and
   * the loss there, over the batch of the step that comes next. Returning `"stop"` ends the training.
   */
  onStep?(step: number, loss: number, phi: Float32Array): "stop" | void;
  /** Ends the training when aborted. */
  signal?: AbortSignal;
}

/** Where a training ended. */
export interface TrainResult {
  /** How many steps were taken. */
  steps: number;
  /** Loss after them, as `onStep` gets it. */
  loss: number;
}

/**
 * Trains: takes steps of the optimizer down the surface, updating `phi` in place. It pauses for
 * other work about every 50 ms.
 *
 * Calling it again with the same optimizer goes on from where it ended; mini-batches begin a new
 * epoch.
 *
 * @throws {UserError} If the loss is not finite.
 * @throws The signal's reason if it is aborted; `phi` is then as the last whole step left it.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { sgd } from "lib/training/optimizers.ts";
 * import { train } from "lib/training/train.ts";
 *
 * const parabola = {
 *   dim: 1,
 *   examples: 1,
 *   loss: (phi: Float32Array) => phi[0]! ** 2,
 *   gradient(phi: Float32Array, out: Float32Array) {
 *     out[0] = 2 * phi[0]!;
 *     return phi[0]! ** 2;
 *   },
 * };
 * const phi = new Float32Array([1]);
 * const { loss } = await train(parabola, phi, sgd({ learningRate: 0.25 }), { steps: 3 });
 * assertAlmostEquals(phi[0]!, 0.125);
 * assertAlmostEquals(loss, 0.125 ** 2);
 * ```
 */
export async function train(
  surface: LossSurface,
  phi: Float32Array,
  optimizer: Pick<Optimizer, "step">,
  options: TrainOptions,
): Promise<TrainResult> {
  const { steps, batch, every = 1, onStep, signal } = options;
  const nextBatch = batch ? batches(batch, surface.examples) : () => undefined;
  let stopped: TrainResult | undefined;
  await takeSteps(surface, phi, optimizer, {
    first: 0,
    end: steps,
    batchOf: nextBatch,
    before(step, loss, phi) {
      if (!onStep || step % every !== 0 || onStep(step, loss, phi) !== "stop") return;
      stopped = { steps: step, loss };
      return "stop";
    },
    signal,
  });
  if (stopped) return stopped;
  signal?.throwIfAborted();
  const loss = surface.loss(phi, nextBatch());
  checkLoss(loss, steps);
  onStep?.(steps, loss, phi);
  return { steps, loss };
}

/** Returns a function that gives batch after batch, each example once an epoch. */
function batches(
  { size, rng }: NonNullable<TrainOptions["batch"]>,
  examples: number,
): () => Batch {
  if (!(size >= 1)) {
    throw new UserError(`A batch of ${size} examples is none.`, "Give a positive batch size.");
  }
  let order: Batch = new Uint32Array(0);
  let next = 0;
  return () => {
    if (next >= order.length) {
      order = rng.permutation(examples);
      next = 0;
    }
    const batch = order.subarray(next, next + size);
    next += size;
    return batch;
  };
}
