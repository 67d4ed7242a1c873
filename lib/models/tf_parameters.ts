import type { NamedTensorMap, Tensor } from "@tensorflow/tfjs";
import type { TensorFlow } from "../compute/tfjs/register.ts";
import { emptyTensor, numbers } from "../compute/tfjs/tensors.ts";
import type { Layout } from "./layout.ts";

/** @throws {RangeError} If the length of the vector is not `dim`. */
export function checkLength(vector: Float32Array, dim: number): void {
  if (vector.length === dim) return;
  throw new RangeError(`Expected a vector of ${dim} numbers, got ${vector.length}.`);
}

/**
 * The parameters in φ as tensors, by name; they are copies, as TensorFlow.js has its own memory.
 *
 * @throws {RangeError} If the length of φ is not that of the layout.
 */
export function loadParameters(tf: TensorFlow, layout: Layout, phi: Float32Array): NamedTensorMap {
  checkLength(phi, layout.dim);
  return Object.fromEntries(layout.parameters.map(({ name, shape, offset, size }) => {
    const tensor = emptyTensor(tf, [...shape] as [number]);
    numbers(tf, tensor).set(phi.subarray(offset, offset + size));
    return [name, tensor as Tensor];
  }));
}
