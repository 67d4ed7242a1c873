/**
 * Loads TensorFlow.js's wasm backend, with its compiled code from memory: it needs no permission to
 * read files. A browser has another file in place of this one.
 */
export async function loadWasmBackend(): Promise<void> {
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  const { default: simd } = await import(
    "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm",
    { with: { type: "bytes" } }
  );
  const url = URL.createObjectURL(new Blob([simd], { type: "application/wasm" }));
  const paths = {
    "tfjs-backend-wasm.wasm": url,
    "tfjs-backend-wasm-simd.wasm": url,
    "tfjs-backend-wasm-threaded-simd.wasm": url,
  };
  setWasmPaths(paths, true);
}
