import { blasBackend } from "lib/compute/blas.ts";
import { prepare } from "./loops.ts";
import type { Settings } from "./cases.ts";

/** The worker's own global scope, which the type checker takes for that of the main thread. */
const scope = globalThis as unknown as {
  postMessage(message: unknown): void;
  onmessage: (event: MessageEvent<{ settings: Settings } | { iterations: number }>) => void;
};

let loop: ReturnType<typeof prepare>;

scope.onmessage = async ({ data }) => {
  if ("settings" in data) {
    loop = prepare(data.settings);
    scope.postMessage({ parameters: loop.parameters, backend: blasBackend() });
  } else {
    await loop.run(data.iterations);
    scope.postMessage({});
  }
};
