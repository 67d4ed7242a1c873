import type { Dataset } from "lib/datasets/dataset.ts";
import { random } from "lib/random.ts";

/** A loop that is ready to run. */
export interface Loop {
  /** Numbers that it changes or differentiates by, to check that both sides do the same. */
  readonly parameters: number;
  /** Runs some iterations. */
  run(iterations: number): Promise<void> | void;
}

/** Normally distributed inputs and random labels. */
export function randomData(shape: number[], classes: number, size: number): Dataset {
  const rng = random(0, "data");
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
