import { UserError } from "../errors.ts";
import { checkKeys, checkWhole } from "../options.ts";
import type { Random } from "../random.ts";
import type { LossSurface } from "../surface.ts";
import type { Optimizer } from "./optimizers.ts";
import { batchesBy, checkLoss, takeSteps } from "./steps.ts";

/** How long {@linkcode train} runs, on which batches, and who is told of its progress. */
export interface TrainOptions {
  /** How many steps to take. */
  steps: number;
  /** Mini-batches; by default, each step uses all examples. */
  batch?: {
    /**
     * Examples per step; the last batch of an epoch has fewer if the data are not a multiple of it.
     */
    size: number;
    /** Source of the order of the examples, a new permutation in each epoch. */
    rng: Random;
  };
  /** Calls `onStep` after 0, `every`, 2·`every`, … steps and after the last; 1 by default. */
  every?: number;
  /**
   * Receives the number of steps taken, the loss after them, over the batch of the next step, and
   * φ, which must not be changed, and must be copied to be kept.
   */
  onStep?(step: number, loss: number, phi: Float32Array): void;
  /** Ends the training when aborted. */
  signal?: AbortSignal;
}

/**
 * Trains a model: takes optimizer steps on the surface, updating `phi` in place. It pauses for
 * other work about every 50 ms.
 *
 * Calling it again with the same optimizer continues from where it ended; mini-batches begin a new
 * epoch.
 *
 * @returns The loss after the last step, as `onStep` gets it.
 * @throws {UserError} If the loss is not finite, or an option is not known or makes no sense.
 * @throws The signal's reason if it is aborted; `phi` then has the result of the last complete
 * step.
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
): Promise<{ loss: number }> {
  checkTrainOptions(options);
  const { steps, batch, every = 1, onStep, signal } = options;
  const batchOf = batch
    ? batchesBy(batch.size, () => batch.rng, surface.examples)
    : () => undefined;
  await takeSteps(surface, phi, optimizer, {
    first: 0,
    end: steps,
    batchOf,
    before(step, loss, phi) {
      if (step % every === 0) onStep?.(step, loss, phi);
    },
    signal,
  });
  signal?.throwIfAborted();
  const loss = surface.loss(phi, batchOf(steps));
  checkLoss(loss, steps);
  onStep?.(steps, loss, phi);
  return { loss };
}

function checkTrainOptions(options: TrainOptions): void {
  const { steps, batch, every = 1, signal } = options;
  checkKeys(options, ["steps", "batch", "every", "onStep", "signal"], "train()");
  if (steps !== Infinity) checkWhole(steps, 0, "steps", "train()");
  else if (!signal) {
    throw new UserError(
      "A training of infinitely many steps has no end.",
      "Give a number of `steps`, or a `signal` that ends it.",
    );
  }
  checkWhole(every, 1, "every", "train()");
  if (batch) {
    checkKeys(batch, ["size", "rng"], "`batch` of train()");
    checkWhole(batch.size, 1, "batch.size", "train()");
  }
}
