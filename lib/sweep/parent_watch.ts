/**
 * The thread that ends a process some seconds after its parent is gone, also while its own thread
 * computes without a pause. Windows does not tell.
 *
 * @module
 */
import { kill } from "node:process";

/** Milliseconds that a point has to save its state and end. */
const grace = 2000;

const parent = Deno.ppid;
if (Deno.build.os !== "windows") {
  const timer = setInterval(() => {
    if (Deno.ppid === parent) return;
    clearInterval(timer);
    setTimeout(() => kill(Deno.pid, "SIGKILL"), grace);
  }, 500);
}
