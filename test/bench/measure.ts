import type { BenchCase } from "./cases.ts";
import type { Peer } from "./peers.ts";
import { type FoundPeer, type Side, startOurs, startPeer, type Timing } from "./side.ts";

/** What a peer took. */
export interface PeerTime {
  /** Which one. */
  readonly name: Peer["name"];
  /** Its time of an iteration in milliseconds. */
  readonly ms: number;
  /** Its largest resident memory in MiB; of both processes where two were faster than two threads. */
  readonly peakMb: number;
}

/** A row of the bench's table. */
export interface Row {
  /** Name of the case. */
  readonly name: string;
  /** The figure that it is the inner loop of; empty for the ceiling. */
  readonly figure: string;
  /** How many cores each side had. */
  readonly cores: number;
  /** Our time of an iteration in milliseconds; with two cores, of the two loops together. */
  readonly oursMs: number;
  /** What the peers that have the loop took, likewise. */
  readonly peers: readonly PeerTime[];
  /** Ours divided by that of the fastest peer; null without peers. */
  readonly ratio: number | null;
  /** Rate of our matrix products, if nothing else took time, as a share of the plain product's. */
  readonly ceilingShare: number;
  /** Largest resident memory of our process, in MiB. */
  readonly peakMb: number;
}

/** Milliseconds that one request should take at least. */
const SPAN = 200;

/** How often it is repeated, and after how many milliseconds three times must do. */
const ROUNDS = 5;
const LIMIT = 10_000;

/** Iterations after which all sides must have the same result, up to this share of it. */
const COMPARED = 3;
const TOLERANCE = 1e-3;

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
        result: null,
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
  const begin = performance.now();
  for (let round = 0; round < ROUNDS; round++) {
    if (round >= 3 && performance.now() - begin > LIMIT) return;
    for (const one of contenders) {
      const { ms, peakMb } = await one.run(one.iterations);
      one.ms.push(ms / one.iterations / one.loops);
      one.peakMb = peakMb;
    }
  }
}

/** The processes of a peer: two with one thread each, and one, maybe of these, for two threads. */
interface Processes {
  readonly name: Peer["name"];
  readonly single: readonly [Side, Side];
  readonly threaded: Side;
}

async function startProcesses(found: FoundPeer, settings: BenchCase["settings"]) {
  const [first, second] = await Promise.all([1, 1].map((n) => startPeer(found, settings, n)));
  const threaded = found.peer.threads ? await startPeer(found, settings, 2) : first!;
  return { name: found.peer.name, single: [first!, second!], threaded } as const;
}

/** The ways in which a peer may use the cores: two serve as two threads, or as two processes. */
function waysOf({ single, threaded }: Processes, cores: number): Contender[] {
  if (cores === 1) return [contender(single.slice(0, 1), 1, 1)];
  return [contender([threaded], 2, 1), contender(single, 1, 2)];
}

/** The faster of a peer's ways. */
function peerTime(name: Peer["name"], ways: readonly Contender[]): PeerTime {
  const best = ways.toSorted((a, b) => median(a.ms) - median(b.ms))[0]!;
  return { name, ms: median(best.ms), peakMb: best.peakMb };
}

/** Throws unless a peer has as many parameters and gets the same result. */
async function compare(name: string, ours: Side, all: readonly Processes[]): Promise<void> {
  const { result } = await ours.run(COMPARED, 1);
  for (const { single: [theirs] } of all) {
    if (theirs.parameters !== ours.parameters) {
      throw new Error(
        `${name}: ${theirs.parameters} parameters in ${theirs.backend}, here ${ours.parameters}.`,
      );
    }
    const { result: other } = await theirs.run(COMPARED, 1);
    if (result === null || other === null) continue;
    if (Math.abs(result - other) <= TOLERANCE * Math.abs(result)) continue;
    throw new Error(
      `${name}: ${other} after ${COMPARED} iterations in ${theirs.backend}, here ${result}.`,
    );
  }
}

/**
 * Times one case on one core and then on two, in processes of its own, after a look whether all
 * sides compute the same.
 *
 * @param ceiling Our side of the case `gemm`, whose rate is measured in the same rounds.
 * @param peers The peers that are installed.
 */
export async function measure(
  { name, figure, flops, settings }: BenchCase,
  ceiling: Side & { flops: number },
  peers: readonly FoundPeer[] = [],
): Promise<Row[]> {
  const able = peers.filter(({ peer }) => peer.has(settings.kind));
  const [ours, ...theirs] = await Promise.all([
    startOurs(settings),
    ...able.map((found) => startProcesses(found, settings)),
  ]);
  try {
    await compare(name, ours, theirs);
    const rows: Row[] = [];
    for (const cores of [1, 2]) {
      const us = contender([ours], cores, cores);
      const plain = contender([ceiling], cores, cores);
      const others = theirs.map((processes) => waysOf(processes, cores));
      await compete([plain, us, ...others.flat()]);
      const oursMs = median(us.ms);
      const times = others.map((ways, i) => peerTime(theirs[i]!.name, ways));
      rows.push({
        name,
        figure,
        cores,
        oursMs,
        peers: times,
        ratio: times.length === 0 ? null : oursMs / Math.min(...times.map(({ ms }) => ms)),
        ceilingShare: (flops / oursMs) / (ceiling.flops / median(plain.ms)),
        peakMb: us.peakMb,
      });
    }
    return rows;
  } finally {
    const sides = theirs.flatMap(({ single, threaded }) => [...single, threaded]);
    await Promise.all([...new Set([ours, ...sides])].map((side) => side.close()));
  }
}
