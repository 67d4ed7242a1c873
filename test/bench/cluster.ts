/**
 * Simulates figures 20.10 and 20.7 as published on clusters. Times a step of each network here, in
 * seconds of a core; multiplies by the steps of the published protocols; and hands the points to workers that
 * are as fast.
 *
 * Usage: deno run -A test/bench/cluster.ts [MILLISECONDS that the scheduler takes for a point]
 *
 * @module
 */
import { cpuUsage } from "node:process";
import { cnn, residualCnn } from "lib/models/cnn.ts";
import { densenet } from "lib/models/densenet.ts";
import type { ImageNetwork } from "lib/models/tf_network.ts";
import { random } from "lib/random.ts";
import { sgd } from "lib/training/optimizers.ts";
import { train } from "lib/training/train.ts";
import { randomData } from "./data.ts";
import { makespan } from "./makespan.ts";

/** A figure as published: sweeps, each of which waits for the one before it. */
interface Published {
  readonly figure: string;
  /** Seconds of the points of each sweep. */
  readonly sweeps: readonly (readonly number[])[];
}

const images = 50_000;

/** Seconds that this process has computed, on all its threads; other work does not add to them. */
function processorSeconds(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1e6;
}

/** Seconds of a core that one training step takes: the least of some trials. */
async function secondsOfStep(net: ImageNetwork, size: number, batchSize: number): Promise<number> {
  const surface = net.surface(randomData([size, size, 3], 10, batchSize));
  const phi = net.init(random(0, "init"));
  const rule = sgd({ learningRate: 0.001, momentum: 0.9 });
  const batch = { size: batchSize, rng: random(0, "order") };
  async function trial(): Promise<number> {
    const started = processorSeconds();
    await train(surface, phi, rule, { steps: 1, batch });
    return processorSeconds() - started;
  }
  await trial(); // compiles code
  let least = Infinity;
  for (let i = 0; i < 4; i++) least = Math.min(least, await trial());
  return least;
}

/**
 * He et al. (2019): every pair of 20 batch sizes and 20 learning rates, two networks, two data sets,
 * 200 epochs. The networks are those of the notebook.
 */
async function figure10(): Promise<Published> {
  const points: number[] = [];
  for (const net of [await cnn(), await residualCnn({ width: 8 })]) {
    for (let batchSize = 16; batchSize <= 320; batchSize += 16) {
      const steps = 200 * Math.ceil(images / batchSize);
      const seconds = steps * await secondsOfStep(net, 16, batchSize);
      // For each of 20 learning rates and two data sets, which change nothing in a step.
      for (let i = 0; i < 2 * 20; i++) points.push(seconds);
    }
  }
  return { figure: "20.10", sweeps: [points] };
}

/** Gradients that AutoNEB takes if it inserts as many pivots as it may, two after each cycle. */
function autoNebSteps(): number {
  const cycles = [1000, 1000, 1000, 1000, 2000, 2000, ...Array(8).fill(1000)];
  return cycles.reduce((sum, steps, i) => sum + steps * (3 + 2 * i), 0);
}

/**
 * Draxler et al. (2018), with the batches and the curves of the notebook's paper scale, and ten pairs
 * of minima: trainings of 320 epochs, curves of 200, then AutoNEB. The slice is left out.
 */
async function figure7(): Promise<Published> {
  const shape = { growth: 12, blocks: 3, layers: 12, compression: 1, size: 32 };
  const net = await densenet({ ...shape, first: { channels: 16, stride: 1 } });
  const step = await secondsOfStep(net, 32, 64);
  const epoch = step * Math.ceil(images / 64);
  const pairs = 10;
  return {
    figure: "20.7",
    sweeps: [
      Array(2 * pairs).fill(320 * epoch),
      Array(pairs).fill(200 * epoch),
      Array(pairs).fill(autoNebSteps() * step),
    ],
  };
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** A time in the unit that suits it, in two digits. */
function inWords(seconds: number): string {
  const hours = seconds / 3600;
  if (hours < 1) return `${Number((60 * hours).toPrecision(2))} min`;
  return hours < 100
    ? `${Number(hours.toPrecision(2))} h`
    : `${Number((hours / 24).toPrecision(2))} days`;
}

const perPoint = Number(Deno.args[0] ?? 2) / 1000;
for (const { figure, sweeps } of [await figure10(), await figure7()]) {
  const points = sweeps.flat();
  const mean = sum(points) / points.length;
  console.log(`${figure}: ${points.length} points of ${inWords(mean)} on average`);
  console.log(`  one core: ${inWords(sum(points))}`);
  for (const workers of [20, 64, 1000]) {
    const seconds = sum(sweeps.map((list) => makespan(list, workers, perPoint)));
    console.log(`  ${workers} workers: ${inWords(seconds)}`);
  }
  const longest = sum(sweeps.map((list) => Math.max(...list)));
  console.log(`  the longest points of its sweeps, one after the other: ${inWords(longest)}`);
  console.log(`  workers that keep the scheduler busy: ${Math.round(mean / perPoint)}`);
}
