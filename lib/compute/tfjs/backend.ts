/**
 * Loads TensorFlow.js's wasm backend, which finds its compiled code in its package. A browser has
 * another file in place of this one.
 */
export async function loadWasmBackend(): Promise<void> {
  await import("@tensorflow/tfjs-backend-wasm");
}
