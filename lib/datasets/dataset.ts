/** Labeled examples, held as one flat array. */
export interface Dataset {
  /** What the data are, for axes and messages, such as `"MNIST-1D, random labels"`. */
  readonly name: string;
  /** Inputs, `size` × product of `shape`, row-major, an example a row. */
  readonly x: Float32Array;
  /** Labels, `size` integers in [0, classes). */
  readonly y: Uint8Array;
  /** Number of examples. */
  readonly size: number;
  /** Shape of one example, such as `[28, 28]` or `[32, 32, 3]` (height, width, channels). */
  readonly shape: readonly number[];
  /** Number of classes. */
  readonly classes: number;
}

/** A data set as it is published: examples to train on, and others to test on. */
export interface Split {
  /** Examples to fit. */
  readonly train: Dataset;
  /** Held-out examples of the same distribution. */
  readonly test: Dataset;
}
