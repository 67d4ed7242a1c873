import { registerBatchNorm } from "lib/compute/tfjs/batch_norm.ts";
import { registerConvolution } from "lib/compute/tfjs/convolution.ts";
import { registerElementwise } from "lib/compute/tfjs/elementwise.ts";
import { openHeap } from "lib/compute/tfjs/heap.ts";
import { registerLrn } from "lib/compute/tfjs/lrn.ts";
import { registerMatMul } from "lib/compute/tfjs/matmul.ts";
import { registerPooling } from "lib/compute/tfjs/pooling.ts";
import { registerShapes } from "lib/compute/tfjs/shapes.ts";

/** The TensorFlow.js module. */
export type TensorFlow = typeof import("@tensorflow/tfjs");

let loading: Promise<TensorFlow> | undefined;

/**
 * Loads TensorFlow.js, at the first call, with its `wasm` backend, in which matrix products and
 * convolutions are computed by the library's BLAS and the other kernels of training a convolutional
 * network by SIMD code of the library.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { loadTensorFlow } from "lib/compute/tfjs/tensorflow.ts";
 *
 * const tf = await loadTensorFlow();
 * assertEquals(tf.getBackend(), "wasm");
 * assertEquals([...tf.tidy(() => tf.matMul([[1, 2]], [[3], [4]]).dataSync())], [11]);
 * ```
 */
export function loadTensorFlow(): Promise<TensorFlow> {
  return loading ??= load();
}

async function load(): Promise<TensorFlow> {
  const tf = await import("@tensorflow/tfjs");
  // Else it prints advice to install its package for Node.
  tf.enableProdMode();
  await import("@tensorflow/tfjs-backend-wasm");
  await tf.setBackend("wasm");
  const heap = await openHeap(tf.backend());
  registerMatMul(tf, heap);
  registerConvolution(tf, heap);
  registerPooling(tf, heap);
  registerLrn(tf, heap);
  registerBatchNorm(tf, heap);
  registerElementwise(tf, heap);
  registerShapes(tf, heap);
  return tf;
}
