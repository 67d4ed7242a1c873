import { blasBackend } from "lib/compute/blas.ts";
import type { Settings } from "./cases.ts";
import type { Loop } from "./data.ts";
import { prepare } from "./loops.ts";

/** The worker's own global scope, which the type checker takes for that of the main thread. */
const scope = globalThis as unknown as {
  postMessage(message: unknown): void;
  onmessage: (event: MessageEvent<{ settings: Settings } | { iterations: number }>) => void;
};

let loop: Loop;

scope.onmessage = async ({ data }) => {
  if ("settings" in data) {
    loop = await prepare(data.settings);
    scope.postMessage({ parameters: loop.parameters, backend: blasBackend() });
  } else {
    scope.postMessage({ result: await loop.run(data.iterations) });
  }
};
