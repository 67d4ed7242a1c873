/** An array of numbers of any number of dimensions, such as one of NumPy's. */
export interface NumericArray {
  /** Lengths of its dimensions, slowest first. */
  readonly shape: readonly number[];
  /** Its numbers, row-major. */
  readonly values: ArrayLike<number>;
}

/** Number of elements of an array of that shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
