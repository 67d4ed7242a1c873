import { siteAddress } from "./address.ts";

/** Starts a worker that computes points. */
export function startWorker(): Worker {
  return new Worker(siteAddress("js/worker.js"), { type: "module" });
}
