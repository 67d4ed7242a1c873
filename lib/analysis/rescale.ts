import { power } from "../elementary/power.ts";

/** A layer's weights or biases in φ, as a model's layout gives them. */
interface LayerArray {
  /** Two dimensions for weights, one for biases. */
  readonly shape: readonly number[];
  /** Index of the first number in φ. */
  readonly offset: number;
  /** How many numbers there are. */
  readonly size: number;
}

/**
 * A copy of φ with all weights times s, and the biases of layer l times sˡ. With ReLU units the
 * outputs of a network of L layers are then multiplied by exactly sᴸ, because layer l passes on sˡ
 * times as much: the norm of the parameters changes, but the class with the largest output does not
 * (homogeneity; Neyshabur, Salakhutdinov and Srebro, "Path-SGD", 2015).
 *
 * @param arrays The arrays of φ, layer by layer, a layer's weights before its biases.
 * @param s Scale, above 0.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { rescaleLayers } from "lib/analysis/rescale.ts";
 * import { mlp } from "lib/models/mlp.ts";
 *
 * const { parameters } = mlp([1, 1, 1]).layout; // weight 1, bias 1, weight 2, bias 2
 * assertEquals([...rescaleLayers(parameters, new Float32Array([1, 1, 1, 1]), 3)], [3, 3, 3, 9]);
 * ```
 */
export function rescaleLayers(
  arrays: readonly LayerArray[],
  phi: Float32Array,
  s: number,
): Float32Array<ArrayBuffer> {
  const result = new Float32Array(phi);
  let layer = 0;
  for (const { shape, offset, size } of arrays) {
    if (shape.length > 1) layer++;
    const factor = shape.length > 1 ? s : power(s, layer);
    for (let i = offset; i < offset + size; i++) result[i]! *= factor;
  }
  return result;
}
