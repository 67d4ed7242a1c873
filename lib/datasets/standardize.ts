import type { Dataset } from "./dataset.ts";

/**
 * The same examples with each input standardized separately: its mean over the examples is
 * subtracted, and the result divided by its standard deviation. Inputs that are the same in all
 * examples, such as the pixels at an image's corners, become 0.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { standardizeInputs } from "lib/datasets/standardize.ts";
 *
 * const x = new Float32Array([1, 5, 3, 5]);
 * const data = { name: "two", x, y: new Uint8Array(2), size: 2, shape: [2], classes: 1 };
 * assertEquals([...standardizeInputs(data).x], [-1, 0, 1, 0]);
 * ```
 */
export function standardizeInputs(data: Dataset): Dataset {
  const inputs = data.x.length / data.size;
  const x = new Float32Array(data.x.length);
  for (let i = 0; i < inputs; i++) {
    let [sum, squares] = [0, 0];
    for (let at = i; at < x.length; at += inputs) sum += data.x[at]!;
    const mean = sum / data.size;
    for (let at = i; at < x.length; at += inputs) {
      const difference = data.x[at]! - mean;
      squares += difference * difference;
    }
    if (squares === 0) continue;
    const deviation = Math.sqrt(squares / data.size);
    for (let at = i; at < x.length; at += inputs) x[at] = (data.x[at]! - mean) / deviation;
  }
  return { ...data, name: `${data.name}, standardized`, x };
}
