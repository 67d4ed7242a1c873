import type { Dataset } from "lib/datasets/dataset.ts";
import type { Random } from "lib/random.ts";

/** A loop that is ready to run. */
export interface Loop {
  /** Numbers that it changes or differentiates by, to check that all sides do the same. */
  readonly parameters: number;
  /** Runs some iterations; returns a number that all sides must agree on, if they compute one. */
  run(iterations: number): Promise<number | void> | number | void;
}

/** What the numbers of a source are for; they differ from purpose to purpose. */
const purposes = ["data", "init", "order", "projection", "directions", "mask"] as const;

/** Number i of a stream, in [0, 1): a hash, so that it looks random. */
function hashed(stream: number, i: number): number {
  let hash = Math.imul((stream << 24) + i + 1, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

/**
 * A source of numbers that are the same on all sides (bench_data.py), so that their results can be
 * compared: `normal` ones have mean 0 and variance 1 but are uniform, and a permutation takes equal
 * steps.
 */
export function sharedNumbers(purpose: typeof purposes[number]): Random {
  const stream = purposes.indexOf(purpose);
  let drawn = 0;
  const uniform = (): number => hashed(stream, drawn++);
  return {
    uniform,
    normal: () => Math.sqrt(3) * (2 * uniform() - 1),
    integer: (n) => Math.floor(n * uniform()),
    permutation: (n) => Uint32Array.from({ length: n }, (_, i) => i * 7919 % n),
  };
}

/** Inputs of mean 0 and variance 1, and labels. */
export function randomData(shape: number[], classes: number, size: number): Dataset {
  const rng = sharedNumbers("data");
  const inputs = shape.reduce((product, length) => product * length, 1);
  return {
    name: "random data",
    x: Float32Array.from({ length: size * inputs }, () => rng.normal()),
    y: Uint8Array.from({ length: size }, () => rng.integer(classes)),
    size,
    shape,
    classes,
  };
}

/** Pixels in the rows at the top and at the bottom that are 0 in all images of 28 × 28. */
const edge = 3 * 28;

/**
 * Sets the first and last rows of images of 28 × 28 to 0, on all sides: 616 of 784 pixels are left,
 * where MNIST's first 1,000 images use 609.
 */
export function blankEdges(x: Float32Array): void {
  for (let start = 0; start < x.length; start += 28 * 28) {
    x.fill(0, start, start + edge);
    x.fill(0, start + 28 * 28 - edge, start + 28 * 28);
  }
}
