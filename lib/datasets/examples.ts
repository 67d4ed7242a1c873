import type { Dataset } from "./dataset.ts";
import { UserError } from "../errors.ts";

/**
 * A run of the examples of a data set, as a data set that shares their memory.
 *
 * @param first Index of the first example.
 * @param count Number of examples.
 * @throws {UserError} If the data set does not have these examples.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { examples } from "lib/datasets/examples.ts";
 *
 * const x = new Float32Array([0, 1, 2, 3, 4, 5]);
 * const data = { name: "points", x, y: new Uint8Array([0, 1, 0]), size: 3, shape: [2], classes: 2 };
 * const part = examples(data, 1, 2);
 * assertEquals([...part.x], [2, 3, 4, 5]);
 * assertEquals([...part.y], [1, 0]);
 * ```
 */
export function examples(data: Dataset, first: number, count: number): Dataset {
  const end = first + count;
  if (![first, count].every(Number.isInteger) || first < 0 || count < 1 || end > data.size) {
    throw new UserError(
      `${data.name} has no ${count} examples from number ${first} on.`,
      `Choose among its ${data.size} examples, counted from 0.`,
    );
  }
  const inputs = data.x.length / data.size;
  return {
    ...data,
    x: data.x.subarray(first * inputs, end * inputs),
    y: data.y.subarray(first, end),
    size: count,
  };
}
