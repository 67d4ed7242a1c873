/** Rejects the work that the Stop button ended; what was computed and every variable are kept. */
export class Stopped extends Error {
  override name = "Stopped";

  /** Says what happened and how to go on. */
  constructor() {
    super("Variables and finished results are kept; run the cell again to go on.");
  }
}

let controller = new AbortController();
let listening = false;

/**
 * Makes the Stop button end the running work and not the kernel: by default the interrupt kills
 * Deno. The listener stays for the whole session, since without it the next Stop would kill.
 */
export function listenForStop(): void {
  if (listening) return;
  listening = true;
  Deno.addSignalListener("SIGINT", () => {
    controller.abort(new Stopped());
    controller = new AbortController();
  });
}

/**
 * A signal for work that starts now: it is aborted, with {@linkcode Stopped}, at the next Stop.
 *
 * @example Usage
 * ```ts
 * import { stopSignal } from "lib/notebook/stop.ts";
 *
 * const signal = stopSignal();
 * for (let step = 0; step < 1000; step++) signal.throwIfAborted(); // ends the loop at the next Stop
 * ```
 */
export function stopSignal(): AbortSignal {
  return controller.signal;
}
