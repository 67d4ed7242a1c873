import type { NamedTensorMap, Tensor } from "@tensorflow/tfjs";
import type { TensorFlow } from "../compute/tfjs/register.ts";
import { emptyTensor, numbers } from "../compute/tfjs/tensors.ts";
import type { Layout } from "./layout.ts";

/** @throws {RangeError} If the vector has not `dim` numbers. */
export function checkLength(vector: Float32Array, dim: number): void {
  if (vector.length === dim) return;
  throw new RangeError(`A vector of ${vector.length} numbers is not one of ${dim}.`);
}

/**
 * The parameters in φ as tensors, by name; copies, as TensorFlow.js has its own memory.
 *
 * @throws {RangeError} If φ is not as long as the layout says.
 */
export function loadParameters(tf: TensorFlow, layout: Layout, phi: Float32Array): NamedTensorMap {
  checkLength(phi, layout.dim);
  return Object.fromEntries(layout.parameters.map(({ name, shape, offset, size }) => {
    const tensor = emptyTensor(tf, [...shape] as [number]);
    numbers(tf, tensor).set(phi.subarray(offset, offset + size));
    return [name, tensor as Tensor];
  }));
}
