import { onEndOfLaunchers } from "./launchers.ts";

/** The error of a command that was asked to end; it needs no words. */
export class Interrupted extends Error {
  override name = "Interrupted";

  /** `code` is the exit code of the command: 128 and the number of the signal. */
  constructor(readonly code: number) {
    super("The command was interrupted.");
  }
}

/**
 * A signal that is aborted with {@linkcode Interrupted} at Ctrl-C, at SIGTERM, and when the program
 * that started the command is gone. A closed terminal (SIGHUP) ends the command as it ends others,
 * unless `nohup` prevents that; its children notice that it is gone.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  const terminate = (): void => controller.abort(new Interrupted(143));
  Deno.addSignalListener("SIGINT", () => controller.abort(new Interrupted(130)));
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", terminate);
  onEndOfLaunchers(terminate);
  return controller.signal;
}
