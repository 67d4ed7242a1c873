/** The error of work that was ended by the Stop button; finished results and variables are kept. */
export class Stopped extends Error {
  override name = "Stopped";

  /** Says what is kept and how to resume. */
  constructor() {
    super("Variables and finished results are kept; run the cell again to resume.");
  }
}

let controller = new AbortController();
let listening = false;

/**
 * Makes the Stop button end the running work rather than the kernel: by default the interrupt kills
 * Deno. The listener stays for the whole session, so that every later Stop is handled, too. A loop
 * that never waits does not let it run; then a second Stop within three seconds ends the kernel.
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
 * A signal for work that starts now; the next Stop aborts it with {@linkcode Stopped}.
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
