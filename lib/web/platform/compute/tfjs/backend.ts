import { siteAddress } from "../../../address.ts";

/**
 * Loads TensorFlow.js's wasm backend, with its compiled code from the site. Stands for
 * `lib/compute/tfjs/backend.ts` in a browser.
 */
export async function loadWasmBackend(): Promise<void> {
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  setWasmPaths(siteAddress("tfjs/"));
}
