/**
 * Starts a thread that ends the kernel when it has to end but cannot by itself: when Jupyter is
 * gone, and at a second Stop within three seconds if a loop in a cell keeps the first one from being
 * noticed.
 */
export function startGuard(): void {
  const guard = new Worker(new URL("./guard_worker.ts", import.meta.url).href, { type: "module" });
  // Jupyter names itself in this variable; another launcher may be gone long before its kernel.
  const startedByJupyter = Number(Deno.env.get("JPY_PARENT_PID")) === Deno.ppid;
  if (startedByJupyter) guard.postMessage({ parent: Deno.ppid });
  guard.onmessage = () => guard.postMessage({ noticed: true });
}
