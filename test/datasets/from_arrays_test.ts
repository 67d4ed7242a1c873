import { assertEquals, assertThrows } from "@std/assert";
import { datasetFromArrays } from "lib/datasets/from_arrays.ts";
import { UserError } from "lib/errors.ts";

const inputs = { shape: [2, 1, 3], values: Float64Array.of(0.1, 1, 2, 3, 4, 5) };

Deno.test("datasetFromArrays() rounds the inputs to float32 and counts the classes", () => {
  const data = datasetFromArrays("two", inputs, { shape: [2, 1], values: [3, 0] });
  assertEquals(data, {
    name: "two",
    x: Float32Array.of(0.1, 1, 2, 3, 4, 5),
    y: Uint8Array.of(3, 0),
    size: 2,
    shape: [1, 3],
    classes: 4,
  });
});

/** Asserts that these labels, or inputs, are refused with this message. */
function assertRefused(message: string, labels: number[], own = inputs): void {
  const array = { shape: [labels.length], values: labels };
  assertThrows(() => datasetFromArrays("two", own, array), UserError, message);
}

Deno.test("datasetFromArrays() refuses labels that a byte would change", () => {
  assertRefused("Example 1 of the data set two has the label -1.", [0, -1]);
  assertRefused("Example 0 of the data set two has the label 256. Number the classes from 0", [
    256,
    0,
  ]);
  assertRefused("Example 0 of the data set two has the label 0.5.", [0.5, 0]);
  assertRefused("Example 1 of the data set two has the label NaN.", [0, NaN]);
});

Deno.test("datasetFromArrays() refuses arrays that do not fit", () => {
  assertRefused("The data set two has 2 examples, but 3 labels.", [0, 1, 1]);
  assertRefused(
    "The inputs of the data set two are 6 numbers, but the shape [2, 2] has 4.",
    [0, 1],
    {
      shape: [2, 2],
      values: inputs.values,
    },
  );
  assertRefused("Example 1 of the data set two has an input that is NaN.", [0, 1], {
    shape: [2, 1],
    values: Float64Array.of(0, NaN),
  });
});
