import { exp } from "../elementary/exp.ts";
import { log } from "../elementary/log.ts";

/**
 * Replaces logits z by their softmax, exp(z) / Σ exp(z), and returns the sum Σ exp(z − max z), the
 * inverse of the largest probability.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { softmax } from "lib/compute/softmax.ts";
 *
 * const z = new Float64Array([0, Math.log(3), -Infinity]);
 * softmax(z);
 * assertAlmostEquals(z[1]!, 0.75);
 * ```
 */
export function softmax(z: Float64Array): number {
  const largest = Math.max(...z);
  let sum = 0;
  for (let i = 0; i < z.length; i++) {
    z[i] = exp(z[i]! - largest);
    sum += z[i]!;
  }
  for (let i = 0; i < z.length; i++) z[i] = z[i]! / sum;
  return sum;
}

/**
 * The cross-entropy −ln softmax(z)[label], in nats; replaces the logits z by their softmax.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { softmaxCrossEntropy } from "lib/compute/softmax.ts";
 *
 * assertAlmostEquals(softmaxCrossEntropy(new Float64Array([1000, -1000]), 1), 2000);
 * ```
 */
export function softmaxCrossEntropy(z: Float64Array, label: number): number {
  const margin = Math.max(...z) - z[label]!;
  return log(softmax(z)) + margin;
}
