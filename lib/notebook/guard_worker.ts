/**
 * The thread that `startGuard` starts: it runs also while a cell blocks the kernel's own thread.
 *
 * @module
 */
import { kill } from "node:process";

/** What the kernel says: which process has to be there, or that it has noticed a Stop. */
interface Message {
  readonly parent?: number;
  readonly noticed?: true;
}

/** The worker's global scope, which the type checker takes for that of the main thread. */
const scope = globalThis as unknown as {
  postMessage(message: string): void;
  onmessage: (event: MessageEvent<Message>) => void;
};

/** Ends the kernel, and the processes that it started: Jupyter makes them a group. */
function end(): void {
  try {
    kill(-Deno.pid, "SIGKILL");
  } catch {
    kill(Deno.pid, "SIGKILL"); // it leads no group, or there are none on this system
  }
}

let noticed = true;
let firstStop = 0;

scope.onmessage = ({ data }) => {
  if (data.noticed) noticed = true;
  if (data.parent === undefined) return;
  setInterval(() => {
    if (Deno.ppid !== data.parent) end();
  }, 500);
};

Deno.addSignalListener("SIGINT", () => {
  const waited = performance.now() - firstStop;
  // A double click leaves no time to notice the first.
  if (!noticed && waited < 500) return;
  if (!noticed && waited < 3000) end();
  noticed = false;
  firstStop = performance.now();
  scope.postMessage("stop");
});
