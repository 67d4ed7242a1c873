import { checkDataset } from "./check_dataset.ts";
import type { Dataset } from "./dataset.ts";
import { type NumericArray, sizeOf } from "./numeric_array.ts";
import { UserError } from "../errors.ts";

/** Labels are held as bytes. */
const mostClasses = 256;

/**
 * A data set from an array of inputs, one example a row, and an array of labels, counted from 0.
 * There are as many classes as the largest label says.
 *
 * @param name Description for axes and messages.
 * @param inputs Examples × shape of an example; rounded to float32.
 * @param labels One whole number an example, from 0 to 255.
 * @throws {UserError} If the arrays do not fit each other, or a number is not of this kind.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { datasetFromArrays } from "lib/datasets/from_arrays.ts";
 *
 * const inputs = { shape: [3, 2], values: [0, 0, 0.5, 1, 2, 2] };
 * const labels = { shape: [3], values: [0, 2, 1] };
 * const data = datasetFromArrays("three points", inputs, labels);
 * assertEquals([data.size, data.shape, data.classes], [3, [2], 3]);
 * ```
 */
export function datasetFromArrays(
  name: string,
  inputs: NumericArray,
  labels: NumericArray,
): Dataset {
  checkCount(name, "inputs", inputs);
  checkCount(name, "labels", labels);
  const [size = 0, ...shape] = inputs.shape;
  if (labels.values.length !== size) {
    throw new UserError(
      `The data set ${name} has ${size} examples, but ${labels.values.length} labels.`,
      "Give each example one label, as a number.",
    );
  }
  const classes = classCount(name, labels.values);
  const x = Float32Array.from(inputs.values);
  const data = { name, x, y: Uint8Array.from(labels.values), size, shape, classes };
  checkDataset(data);
  return data;
}

/** Checks that an array has as many numbers as its shape says. */
function checkCount(name: string, what: string, { shape, values }: NumericArray): void {
  if (values.length === sizeOf(shape)) return;
  throw new UserError(
    `The ${what} of the data set ${name} are ${values.length} numbers, but the shape ` +
      `[${shape.join(", ")}] has ${sizeOf(shape)}.`,
    "Change `shape` or `values`.",
  );
}

/** The number of classes, after checking that each label is one: a byte would wrap around. */
function classCount(name: string, labels: ArrayLike<number>): number {
  let classes = 0;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (!Number.isInteger(label) || label < 0 || label >= mostClasses) {
      throw new UserError(
        `Example ${i} of the data set ${name} has the label ${label}.`,
        `Number the classes from 0 to ${mostClasses - 1} at most.`,
      );
    }
    classes = Math.max(classes, label + 1);
  }
  return classes;
}
