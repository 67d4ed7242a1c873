import { registerAddRelu } from "./add_relu.ts";
import { loadWasmBackend } from "./backend.ts";
import { registerBatchNorm } from "./batch_norm.ts";
import { registerConvolution } from "./convolution.ts";
import { registerElementwise } from "./elementwise.ts";
import { runKernelsDirectly } from "./engine.ts";
import { openHeap } from "./heap.ts";
import { registerLrn } from "./lrn.ts";
import { registerMatMul } from "./matmul.ts";
import { registerPooling } from "./pooling.ts";
import type { TensorFlow } from "./register.ts";
import { registerShapes } from "./shapes.ts";
import { registerWhiten } from "./whiten.ts";

let loading: Promise<TensorFlow> | undefined;

/**
 * Loads TensorFlow.js, on the first call, with its `wasm` backend. Matrix products and convolutions
 * are computed by the library's BLAS, and the other kernels for training a convolutional network by
 * the library's SIMD code.
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
  // Otherwise it prints advice to install its Node package.
  tf.enableProdMode();
  await loadWasmBackend();
  // Sums would depend on the number of threads.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  await tf.setBackend("wasm");
  const heap = await openHeap(tf.backend());
  registerMatMul(tf, heap);
  registerConvolution(tf, heap);
  registerPooling(tf, heap);
  registerLrn(tf, heap);
  registerBatchNorm(tf, heap);
  registerAddRelu(tf, heap);
  registerElementwise(tf, heap);
  registerShapes(tf, heap);
  registerWhiten(tf, heap);
  runKernelsDirectly(tf, heap);
  return tf;
}
