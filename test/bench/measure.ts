import type { BenchCase } from "./cases.ts";
import { type Side, startOurs, startPyTorch, type Timing } from "./side.ts";

/** A row of the bench's table. */
export interface Row {
  /** Name of the case. */
  readonly name: string;
  /** The figure that it is the inner loop of; empty for the ceiling. */
  readonly figure: string;
  /** How many cores either side had. */
  readonly cores: number;
  /** Our time of an iteration in milliseconds; with two cores, of the two loops together. */
  readonly oursMs: number;
  /** PyTorch's, likewise; null without PyTorch. */
  readonly pytorchMs: number | null;
  /** Ours divided by PyTorch's. */
  readonly ratio: number | null;
  /** Rate of our matrix products, if nothing else took time, as a share of the plain product's. */
  readonly ceilingShare: number;
  /** Largest resident memory of our process, in MiB. */
  readonly peakMb: number;
  /** PyTorch's; of both processes where two were faster than two threads. */
  readonly pytorchPeakMb: number | null;
}

/** Milliseconds that one request should take at least, and how often it is repeated. */
const SPAN = 200;
const ROUNDS = 5;

/** A way to run a loop, and what it took in each round. */
interface Contender {
  /** Runs that many iterations in all, on all its cores. */
  run(iterations: number): Promise<Timing>;
  /** Loops that run at the same time. */
  readonly loops: number;
  iterations: number;
  readonly ms: number[];
  peakMb: number;
}

function contender(sides: readonly Side[], cores: number, loops: number): Contender {
  return {
    loops,
    iterations: 1,
    ms: [],
    peakMb: 0,
    async run(iterations) {
      const timings = await Promise.all(sides.map((side) => side.run(iterations, cores)));
      return {
        ms: Math.max(...timings.map(({ ms }) => ms)),
        peakMb: timings.reduce((sum, { peakMb }) => sum + peakMb, 0),
      };
    },
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Times all contenders in turn, round after round, so that a busy machine slows all of them. */
async function compete(contenders: readonly Contender[]): Promise<void> {
  for (const one of contenders) {
    // The first calls compile code and fill caches, and tell how many iterations a span takes.
    let { ms } = await one.run(1);
    while (ms < SPAN / 4) {
      one.iterations *= 4;
      ({ ms } = await one.run(one.iterations));
    }
    one.iterations = Math.ceil(one.iterations * SPAN / ms);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const one of contenders) {
      const { ms, peakMb } = await one.run(one.iterations);
      one.ms.push(ms / one.iterations / one.loops);
      one.peakMb = peakMb;
    }
  }
}

/**
 * Times one case on one core and then on two, in processes of its own.
 *
 * @param ceiling Our side of the case `gemm`, whose rate is measured in the same rounds.
 * @param python Path of a Python that has PyTorch, if there is one.
 */
export async function measure(
  { name, figure, flops, settings }: BenchCase,
  ceiling: Side & { flops: number },
  python?: string,
): Promise<Row[]> {
  const [ours, ...theirs] = await Promise.all([
    startOurs(settings),
    ...(python ? [startPyTorch(python, settings), startPyTorch(python, settings)] : []),
  ]);
  try {
    for (const { parameters, backend } of theirs) {
      if (parameters === ours.parameters) continue;
      throw new Error(`${name}: ${parameters} parameters in ${backend}, here ${ours.parameters}.`);
    }
    const rows: Row[] = [];
    for (const cores of [1, 2]) {
      const us = contender([ours], cores, cores);
      const plain = contender([ceiling], cores, cores);
      // Two cores serve PyTorch as two threads of one process, or as two processes.
      const others = theirs.length === 0
        ? []
        : cores === 1
        ? [contender(theirs.slice(0, 1), 1, 1)]
        : [contender(theirs.slice(0, 1), 2, 1), contender(theirs, 1, 2)];
      await compete([plain, us, ...others]);
      const oursMs = median(us.ms);
      const best = others.toSorted((a, b) => median(a.ms) - median(b.ms))[0];
      const pytorchMs = best ? median(best.ms) : null;
      rows.push({
        name,
        figure,
        cores,
        oursMs,
        pytorchMs,
        ratio: pytorchMs && oursMs / pytorchMs,
        ceilingShare: (flops / oursMs) / (ceiling.flops / median(plain.ms)),
        peakMb: us.peakMb,
        pytorchPeakMb: best?.peakMb ?? null,
      });
    }
    return rows;
  } finally {
    await Promise.all([ours, ...theirs].map((side) => side.close()));
  }
}
