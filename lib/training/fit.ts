import { UserError } from "../errors.ts";
import { checkKeys, checkWhole } from "../options.ts";
import type { Random } from "../random.ts";
import type { LossSurface } from "../surface.ts";
import type { Optimizer, OptimizerState } from "./optimizers.ts";
import { batchesBy, checkLoss, takeSteps } from "./steps.ts";

// Milliseconds of computing between two checkpoints, which also go to disk when the work is stopped.
const SAVE_EVERY = 10_000;

/** How far a training is at a look. */
export interface Look {
  /** Number of steps taken. */
  readonly step: number;
  /** Number of epochs taken, fractions included; without mini-batches, a step is an epoch. */
  readonly epoch: number;
  /** Mean loss of the steps since the last look, each over its batch; at step 0 that of the first. */
  readonly loss: number;
}

/** What a training is part of, as far as it is used: the context of a sweep's point is one. */
export interface FitContext {
  /** Ends the training when aborted. */
  readonly signal?: AbortSignal;
  /** Where the training is kept while it runs, and found again. A place holds one training. */
  readonly checkpoint?: {
    load<T>(): Promise<T | undefined>;
    save(value: unknown): Promise<void>;
  };
  /** Is told the finished share, in [0, 1], and what is being done. */
  progress?(fraction: number, note?: string): void;
  /** Is told each row as it is noted, those of an interrupted training again. */
  row?(row: Look): void;
}

/** How {@linkcode fit} trains and what it notes. */
export interface FitOptions<Row extends object> {
  /** Number of epochs, with a look after each; or `at` says where to look. */
  readonly epochs?: number;
  /** Numbers of steps after which to look, ascending; the last one ends the training. */
  readonly at?: readonly number[];
  /** Mini-batches; without, each step uses all examples. */
  readonly batch?: {
    /** Examples a step; the last batch of an epoch has fewer if the data are no multiple of it. */
    readonly size: number;
    /** Source of the order of the examples in an epoch, counted from 0. */
    order(epoch: number): Random;
  };
  /** Measures φ, which is as these steps left it; its result goes into a row, with the place. */
  look?(place: Look): Row;
  /** Whether the training ends before its last step, by the rows so far. */
  until?(rows: readonly (Look & Row)[]): boolean;
  /** Receives each row, those of an interrupted training before its first new one. */
  report?(row: Look & Row): void;
  /** The finished share by the last row, where the steps alone do not tell it. */
  finished?(row: Look & Row): number;
  /** Name of the training beside the progress bar. */
  readonly name?: string;
  /** The context of the point; none where the training is short. */
  readonly context?: FitContext;
}

const fitKeys = [
  "epochs",
  "at",
  "batch",
  "look",
  "until",
  "report",
  "finished",
  "name",
  "context",
] as const;

/** What a training left beside φ. */
export interface Fitted<Row extends object> {
  /** A row a look. */
  readonly rows: (Look & Row)[];
  /** Computing time, that before an interruption included. */
  readonly seconds: number;
}

/** A training that can go on. */
interface Saved<Row extends object> {
  phi: Float32Array;
  state: OptimizerState;
  step: number;
  rows: (Look & Row)[];
  /** Sum of the losses of the steps since the last look. */
  lossSum: number;
  seconds: number;
}

/** Numbers of the steps after which to look. */
function looksOf(
  epochs: number | undefined,
  at: readonly number[] | undefined,
  stepsPerEpoch: number,
): readonly number[] {
  const countable = epochs === undefined || Number.isInteger(epochs);
  const looks = at ??
    Array.from({ length: (epochs ?? 0) + 1 }, (_, epoch) => epoch * stepsPerEpoch);
  const ascend = looks.every((step, i) => Number.isInteger(step) && step > (looks[i - 1] ?? -1));
  const oneIsGiven = (epochs === undefined) !== (at === undefined);
  if (oneIsGiven && countable && looks.length > 0 && ascend) return looks;
  throw new UserError(
    "It is not clear when to look at the training.",
    "Give `epochs`, a whole number, or `at`, whole numbers of steps that ascend.",
  );
}

/**
 * Trains from one look to the next, updating `phi` in place, and notes a row at each. With a context
 * it reports how far it is, and can be stopped, or killed, at any step: it goes on from its checkpoint,
 * and ends bit for bit as without the interruption.
 *
 * @throws {UserError} If the loss is not finite, an option is not known or makes no sense, or it is
 * not clear when to look.
 * @throws The signal's reason if it is aborted; what was trained so far is then in the checkpoint.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { fit } from "lib/training/fit.ts";
 * import { sgd } from "lib/training/optimizers.ts";
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
 * const { rows } = await fit(parabola, phi, sgd({ learningRate: 0.25 }), {
 *   at: [0, 1, 3],
 *   look: () => ({ x: phi[0]! }),
 * });
 * assertEquals(rows.map(({ step, x }) => [step, x]), [[0, 1], [1, 0.5], [3, 0.125]]);
 * ```
 */
export async function fit<Row extends object = object>(
  surface: LossSurface,
  phi: Float32Array,
  optimizer: Optimizer,
  options: FitOptions<Row>,
): Promise<Fitted<Row>> {
  const { batch, look, until, report, finished, name, context } = options;
  checkKeys(options, fitKeys, "fit()");
  if (batch) {
    checkKeys(batch, ["size", "order"], "`batch` of fit()");
    checkWhole(batch.size, 1, "batch.size", "fit()");
  }
  const stepsPerEpoch = batch ? Math.ceil(surface.examples / batch.size) : 1;
  const batchOf = batch ? batchesBy(batch.size, batch.order, surface.examples) : () => undefined;
  const looks = looksOf(options.epochs, options.at, stepsPerEpoch);
  const last = looks.at(-1)!;
  const start = { phi, state: optimizer.state(), step: 0, rows: [], lossSum: 0, seconds: 0 };
  const run: Saved<Row> = await context?.checkpoint?.load<Saved<Row>>() ?? start;
  if (run.phi !== phi) phi.set(run.phi);
  run.phi = phi;
  optimizer.restore(run.state);
  run.rows.forEach(tell);
  let started = performance.now();
  let saved = started;

  function tell(row: Look & Row): void {
    context?.row?.(row);
    report?.(row);
  }

  async function save(): Promise<void> {
    const now = performance.now();
    run.seconds += (now - started) / 1000;
    started = saved = now;
    run.state = optimizer.state();
    await context?.checkpoint?.save(run);
  }

  function note(step: number): void {
    const since = step - (run.rows.at(-1)?.step ?? 0);
    const loss = since === 0 ? surface.loss(phi, batchOf(0)) : run.lossSum / since;
    const place = { step, epoch: step / stepsPerEpoch, loss };
    const row = { ...place, ...look?.(place) } as Look & Row; // without `look`, a row is its place
    run.rows.push(row);
    run.lossSum = 0;
    tell(row);
    const done = options.at ? `step ${step}` : `epoch ${step / stepsPerEpoch}`;
    const share = finished ? finished(row) : step / last;
    context?.progress?.(share, name === undefined ? done : `${name}: ${done}`);
  }

  try {
    for (const step of looks.slice(run.rows.length)) {
      if (run.rows.length > 0 && until?.(run.rows)) break;
      await takeSteps(surface, phi, optimizer, {
        first: run.step,
        end: step,
        batchOf,
        before(step, loss) {
          run.step = step + 1;
          run.lossSum += loss;
        },
        signal: context?.signal,
      });
      note(step);
      if (performance.now() - saved > SAVE_EVERY) await save();
    }
  } catch (error) {
    if (context?.signal?.aborted) await save();
    throw error;
  }
  checkLoss(surface.loss(phi, batchOf(run.step)), run.step);
  return { rows: run.rows, seconds: run.seconds + (performance.now() - started) / 1000 };
}
