import { createArena, isResident } from "../compute/memory.ts";
import { UserError } from "../errors.ts";
import type { Random } from "../random.ts";
import type { Batch, LossSurface } from "../surface.ts";
import type { Optimizer } from "./optimizers.ts";
import { pause } from "./pause.ts";

// Milliseconds of computing between pauses, which let a stop button and the display through.
const PAUSE_EVERY = 50;

/** Which steps {@linkcode takeSteps} takes, on which examples, and what can end them. */
export interface StepOptions {
  /** Number of the first step; steps are counted from 0. */
  first: number;
  /** Number of the step before which to end. */
  end: number;
  /** The examples to use in a step; undefined for all. */
  batchOf(step: number): Batch | undefined;
  /** Called before each step with its number, the loss over its batch, and φ. */
  before(step: number, loss: number, phi: Float32Array): void;
  /** Ends the work when aborted. */
  signal: AbortSignal | undefined;
}

/** Throws unless the loss after that many steps is finite. */
export function checkLoss(loss: number, steps: number): void {
  if (Number.isFinite(loss)) return;
  throw new UserError(
    `The loss is ${loss} after ${steps} steps.`,
    steps === 0 ? "Check the data and the first parameters." : "Lower the learning rate.",
  );
}

/**
 * The batch of any step: a permutation of the examples for each epoch, drawn when its first step
 * comes. With an order that depends on the epoch alone a training can go on from any step, and where
 * one looks at it does not change it.
 */
export function batchesBy(
  size: number,
  order: (epoch: number) => Random,
  examples: number,
): (step: number) => Batch {
  const perEpoch = Math.ceil(examples / size);
  let [known, permutation]: [number, Batch] = [-1, new Uint32Array(0)];
  return (step) => {
    const epoch = Math.floor(step / perEpoch);
    if (epoch !== known) [known, permutation] = [epoch, order(epoch).permutation(examples)];
    const first = step % perEpoch * size;
    return permutation.subarray(first, first + size);
  };
}

/**
 * Takes optimizer steps on the surface, updating `phi` in place. It pauses for other work about every
 * 50 ms. Between pauses, φ, the gradient and the optimizer's state are in the compute memory, where
 * nothing needs to be copied.
 *
 * @throws {UserError} If the loss is not finite.
 * @throws The signal's reason if it is aborted; `phi` then has the result of the last complete
 * step.
 */
export async function takeSteps(
  surface: LossSurface,
  phi: Float32Array,
  optimizer: Pick<Optimizer, "step">,
  { first, end, batchOf, before, signal }: StepOptions,
): Promise<void> {
  const arena = createArena();
  const gradient = arena.float32(surface.dim);
  const working = isResident(phi) ? phi : arena.float32(surface.dim);
  if (working !== phi) working.set(phi);
  let nextPause = performance.now() + PAUSE_EVERY;
  try {
    for (let step = first; step < end; step++) {
      if (performance.now() > nextPause) {
        await pause();
        nextPause = performance.now() + PAUSE_EVERY;
      }
      signal?.throwIfAborted();
      const loss = surface.gradient(working, gradient, batchOf(step));
      checkLoss(loss, step);
      before(step, loss, working);
      optimizer.step(working, gradient);
    }
  } finally {
    if (working !== phi) phi.set(working);
    arena.release();
  }
}
