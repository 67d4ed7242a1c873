import type { Dataset, Split } from "./dataset.ts";
import { type SplitSizes, splitSizes } from "./sizes.ts";
import { exp } from "../elementary/exp.ts";
import { numpyRandom, type Random } from "../random.ts";

const name = "MNIST-1D";
const length = 40;
const classes = 10;
const available = { train: 4000, test: 1000 };

/** Constants of the published data set (Greydanus and Kobak 2024). */
const seed = 42;
const leastPadding = 36;
const mostPadding = 60;
const scaleRange = 0.4;
const shifts = 48;
const correlatedNoise = 0.25;
const independentNoise = 0.02;
const shearRange = 0.75;
const filterSigma = 2;

/** The ten shapes, one per digit, each drawn by hand as 12 heights. */
const drawings = [
  [5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5],
  [5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5],
  [5, 6, 6.5, 6.5, 6, 5.25, 4.75, 4, 3.5, 3.5, 4, 5],
  [5, 6, 6.5, 6.5, 6, 5, 5, 6, 6.5, 6.5, 6, 5],
  [5, 4.4, 3.8, 3.2, 2.6, 2.6, 5, 5, 5, 5, 5, 5],
  [5, 3, 3, 3, 3, 5, 6, 6.5, 6.5, 6, 4.5, 5],
  [5, 4, 3.5, 3.25, 3, 3, 3, 3, 3.25, 3.5, 4, 5],
  [5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5],
  [5, 4, 3.5, 3.5, 4, 5, 5, 4, 3.5, 3.5, 4, 5],
  [5, 4, 3.5, 3.5, 4, 5, 5, 5, 5, 4.7, 4.3, 5],
];
const drawn = 12;
const wide = drawn + mostPadding;

/** Mean and population standard deviation of the values. */
function moments(values: ArrayLike<number>): { mean: number; deviation: number } {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) * (values[i]! - mean);
  return { mean, deviation: Math.sqrt(squares / values.length) };
}

/** The drawing, standardized, shifted to start at 0, and divided by 6. */
function template(drawing: readonly number[]): number[] {
  const { mean, deviation } = moments(drawing);
  const standard = drawing.map((height) => (height - mean) / deviation);
  return standard.map((height) => (height - standard[0]!) / 6);
}

/** `n` evenly spaced numbers from `first` to `last`, rounded as `numpy.linspace` rounds them. */
function evenly(first: number, last: number, n: number): Float64Array {
  const step = (last - first) / (n - 1);
  const points = new Float64Array(n);
  for (let i = 0; i < n; i++) points[i] = i * step + first;
  points[n - 1] = last;
  return points;
}

/** How signals of one length are resampled at evenly spaced points. */
interface Resampling {
  /** The sample at or before each point. */
  readonly left: Uint8Array;
  /** Distance of each point from that sample. */
  readonly beyond: Float64Array;
  /** Distance of the next sample from that sample. */
  readonly gap: Float64Array;
}

/** How a signal of `from` samples is resampled at `n` points. */
function resampling(from: number, n: number): Resampling {
  const samples = evenly(0, 1, from);
  const points = evenly(0, 1, n);
  const left = new Uint8Array(n);
  let j = 0;
  for (let i = 0; i < n; i++) {
    while (j < from - 1 && samples[j + 1]! <= points[i]!) j++;
    left[i] = j;
  }
  return {
    left,
    beyond: points.map((point, i) => point - samples[left[i]!]!),
    gap: points.map((_, i) => samples[left[i]! + 1]! - samples[left[i]!]!),
  };
}

/**
 * Fills `values` with the signal resampled, linearly interpolated. A point that falls on a sample
 * takes its exact value, as in `numpy.interp`: whether a value is 0 decides where noise is added.
 */
function resample(
  signal: Float64Array,
  { left, beyond, gap }: Resampling,
  values: Float64Array,
): void {
  for (let i = 0; i < values.length; i++) {
    const j = left[i]!;
    const value = signal[j]!;
    const isSample = beyond[i] === 0;
    values[i] = isSample ? value : (signal[j + 1]! - value) / gap[i]! * beyond[i]! + value;
  }
}

/** Gaussian kernel, truncated at four standard deviations, with sum 1, as in `scipy.ndimage`. */
function gaussianKernel(sigma: number): Float64Array {
  const radius = Math.floor(4 * sigma + 0.5);
  const kernel = new Float64Array(2 * radius + 1);
  for (let i = 0; i < kernel.length; i++) {
    const distance = (i - radius) / sigma;
    kernel[i] = exp(-0.5 * distance * distance);
  }
  const sum = kernel.reduce((a, b) => a + b);
  return kernel.map((weight) => weight / sum);
}

const kernel = gaussianKernel(filterSigma);
const radius = (kernel.length - 1) / 2;
const slope = evenly(-0.5, 0.5, wide);
const stretchings = Array.from(
  { length: mostPadding - leastPadding + 1 },
  (_, i) => resampling(drawn + leastPadding + i, wide),
);
const shortening = resampling(wide, length);

/** Fills the `radius` places before and after a signal with its mirror image: d c b a | a b c d. */
function mirrorEnds(signal: Float64Array): void {
  const end = signal.length - radius;
  for (let i = 0; i < radius; i++) {
    signal[radius - 1 - i] = signal[radius + i]!;
    signal[end + i] = signal[end - 1 - i]!;
  }
}

/** The sum of the `kernel.length` values from a place on, weighted by the kernel. */
function weightedSum(signal: Float64Array, place: number): number {
  let sum = 0;
  for (let k = 0; k < kernel.length; k++) sum += kernel[k]! * signal[place + k]!;
  return sum;
}

/** Makes random examples from templates, in arrays that are used again for each. */
function exampleMaker(rng: Random): (template: readonly number[]) => Float64Array {
  const padded = new Float64Array(wide);
  const stretched = new Float64Array(wide);
  const noise = new Float64Array(wide + 2 * radius);
  const signal = new Float64Array(wide);
  /** One random example: padded, stretched, shifted, made noisy, and sheared. */
  return (template) => {
    const padding = leastPadding + Math.floor(rng.uniform() * (mostPadding - leastPadding + 1));
    for (let i = 0; i < drawn; i++) padded[i] = template[i]! + 1e-8; // only the padding is exactly 0
    resample(padded, stretchings[padding - leastPadding]!, stretched);
    const scale = 1 + scaleRange * (rng.uniform() - 0.5);
    const shift = rng.integer(shifts);
    for (let i = 0; i < wide; i++) noise[radius + i] = correlatedNoise * rng.normal();
    mirrorEnds(noise);
    for (let i = 0; i < wide; i++) {
      const value = stretched[(i + wide - shift) % wide]! * scale;
      const shown = value === 0 ? weightedSum(noise, i) : value;
      signal[i] = shown + independentNoise * rng.normal();
    }
    const shear = shearRange * (rng.uniform() - 0.5);
    for (let i = 0; i < wide; i++) signal[i] = signal[i]! - shear * slope[i]!;
    const example = new Float64Array(length);
    resample(signal, shortening, example);
    return example;
  };
}

/** Inputs and labels of all examples, those for training first. */
interface Examples {
  readonly x: Float32Array;
  readonly y: Uint8Array;
}

function generate(): Examples {
  const rng = numpyRandom(seed);
  const example = exampleMaker(rng);
  const total = available.train + available.test;
  const perClass = total / classes;
  const sorted = drawings.map(template).flatMap((shape) =>
    Array.from({ length: perClass }, () => example(shape))
  );
  const order = rng.permutation(total);
  const values = new Float64Array(total * length);
  order.forEach((from, to) => values.set(sorted[from]!, to * length));
  const { mean, deviation } = moments(values);
  return {
    x: new Float32Array(values.map((value) => (value - mean) / deviation)),
    y: Uint8Array.from(order, (from) => Math.floor(from / perClass)),
  };
}

/** The examples once generated: all points that a worker computes use the same. */
let generated: Examples | undefined;

/**
 * MNIST-1D: ten hand-drawn curves, each placed, scaled, sheared and made noisy at random. It is
 * generated in about 0.1 s, and equals the output of the authors' Python package with seed
 * 42: 4000 examples for training and 1000 for testing, of 40 numbers each, in 10 classes. The
 * numbers have mean 0 and standard deviation 1.
 *
 * Source: Greydanus and Kobak, "Scaling down deep learning with MNIST-1D", ICML 2024.
 *
 * @param sizes How many examples to take from the start of each part; all by default.
 * @throws {UserError} If a size is not an integer in [0, 4000], or [0, 1000] for the test set.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { mnist1d } from "lib/datasets/mnist1d.ts";
 *
 * const { train, test } = mnist1d();
 * assertEquals([train.size, test.size, train.shape], [4000, 1000, [40]]);
 * assertEquals(train.x.length, 4000 * 40);
 * ```
 */
export function mnist1d(sizes: SplitSizes = {}): Split {
  const { train, test } = splitSizes(name, sizes, available);
  const { x, y } = generated ??= generate();
  const part = (start: number, size: number): Dataset => ({
    name,
    x: x.slice(start * length, (start + size) * length),
    y: y.slice(start, start + size),
    size,
    shape: [length],
    classes,
  });
  return { train: part(0, train), test: part(available.train, test) };
}
