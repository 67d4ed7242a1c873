import type { NamedTensorMap, Tensor } from "@tensorflow/tfjs";
import type { TensorFlow } from "../compute/tfjs/register.ts";
import { emptyTensor, numbers } from "../compute/tfjs/tensors.ts";
import { checkLength, type Layout } from "./layout.ts";
import type { TfNetwork } from "./tf_surface.ts";

/**
 * Calls `use` with the parameters φ of a network as tensors, by name: with those that the network
 * itself makes of φ, otherwise with new ones. Call it in `tf.tidy`.
 *
 * @throws {RangeError} If the length of φ is not that of the layout.
 */
export function withParameters(
  tf: TensorFlow,
  network: TfNetwork,
  phi: Float32Array,
  use: (parameters: NamedTensorMap) => void,
): void {
  const parameters = loadParameters(tf, network.layout, phi);
  if (network.withParameters) network.withParameters(parameters, use);
  else use(parameters);
}

/**
 * The parameters in φ as tensors, by name; they are copies, as TensorFlow.js has its own memory.
 *
 * @throws {RangeError} If the length of φ is not that of the layout.
 */
function loadParameters(tf: TensorFlow, layout: Layout, phi: Float32Array): NamedTensorMap {
  checkLength(phi, layout.dim);
  return Object.fromEntries(layout.parameters.map(({ name, shape, offset, size }) => {
    const tensor = emptyTensor(tf, [...shape] as [number]);
    numbers(tf, tensor).set(phi.subarray(offset, offset + size));
    return [name, tensor as Tensor];
  }));
}
