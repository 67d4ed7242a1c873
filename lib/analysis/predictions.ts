import { softmax } from "../compute/softmax.ts";

/** A classifier's prediction for an example. */
export interface Prediction {
  /** The class with the largest logit. */
  readonly label: number;
  /** Its probability, from the softmax of the logits. */
  readonly probability: number;
}

/**
 * The most likely class of each example, and its probability.
 *
 * @param logits Examples × classes, row-major.
 * @param classes Number of classes.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { predictions } from "lib/analysis/predictions.ts";
 *
 * const [first] = predictions(new Float32Array([0, Math.log(3), -Infinity]), 3);
 * assertEquals(first?.label, 1);
 * assertAlmostEquals(first?.probability ?? 0, 0.75, 1e-6);
 * ```
 */
export function predictions(logits: Float32Array, classes: number): Prediction[] {
  return Array.from({ length: logits.length / classes }, (_, i) => {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    const label = row.indexOf(row.reduce((a, b) => Math.max(a, b)));
    return { label, probability: 1 / softmax(Float64Array.from(row)) };
  });
}
