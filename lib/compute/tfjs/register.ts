import type { NamedAttrMap, NamedTensorMap, Tensor, TensorInfo } from "@tensorflow/tfjs";

/** The TensorFlow.js module. */
export type TensorFlow = typeof import("@tensorflow/tfjs");

/** The arguments of a kernel: its tensors, by name or as a list, and its attributes. */
export interface KernelCall<Inputs, Attributes> {
  /** The tensors. */
  readonly inputs: Inputs;
  /** The other arguments, such as strides. */
  readonly attrs: Attributes;
}

/**
 * Registers a kernel of the wasm backend, replacing TensorFlow.js's own if there is one.
 *
 * @param kernel The new kernel; returns `undefined` for a call that it leaves to the old one.
 */
export function registerKernel<Inputs, Attributes>(
  tf: TensorFlow,
  kernelName: string,
  kernel: (call: KernelCall<Inputs, Attributes>) => TensorInfo | TensorInfo[] | undefined,
): void {
  const old = tf.getKernel(kernelName, "wasm");
  if (old) tf.unregisterKernel(kernelName, "wasm");
  tf.registerKernel({
    kernelName,
    backendName: "wasm",
    kernelFunc(call) {
      const result = kernel(call as unknown as KernelCall<Inputs, Attributes>);
      if (result) return result;
      if (!old) throw new RangeError(`The kernel ${kernelName} does not support its arguments.`);
      return old.kernelFunc(call);
    },
  });
}

/**
 * Runs a kernel by its name on tensors, by name or as a list; if a gradient is being recorded, it is
 * part of that.
 */
export function runKernel<T extends Tensor | Tensor[]>(
  tf: TensorFlow,
  kernelName: string,
  inputs: object,
  attrs: object = {},
): T {
  return tf.engine().runKernel<T>(kernelName, inputs as NamedTensorMap, attrs as NamedAttrMap);
}
