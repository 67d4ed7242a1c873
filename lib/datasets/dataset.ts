/** Labeled examples, held as one flat array. */
export interface Dataset {
  /** Description for axes and messages, such as `"MNIST-1D, random labels"`. */
  readonly name: string;
  /** Inputs, `size` × product of `shape`, row-major with one example per row. */
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

/** A data set as published: training examples and test examples. */
export interface Split {
  /** Examples for training. */
  readonly train: Dataset;
  /** Held-out examples from the same distribution. */
  readonly test: Dataset;
}
