import type { Execution } from "./execution.ts";
import { duration } from "../notebook/progress_line.ts";

/** Seconds until all notebooks are done, `jobs` at a time; undefined if unknown. */
export function secondsLeft(
  list: readonly Execution[],
  jobs: number,
  now = performance.now(),
): number | undefined {
  let [sum, longest] = [0, 0];
  for (const { state, expected, share, started = now } of list) {
    if (state === "done" || state === "failed") continue;
    const elapsed = (now - started) / 1000;
    const total = share > 0.05 ? elapsed / share : expected;
    if (total === undefined) return undefined;
    const left = Math.max(0, total - elapsed);
    sum += left;
    longest = Math.max(longest, left);
  }
  return Math.max(longest, sum / Math.min(jobs, list.length));
}

/** The state of all notebooks in one line. */
export function describe(list: readonly Execution[], jobs: number): string {
  const running = list.filter(({ state }) => state === "running").map(({ notebook, share }) =>
    `${notebook.figure} ${Math.floor(100 * share)} %`
  );
  const done = list.filter(({ state }) => state === "done" || state === "failed").length;
  const left = secondsLeft(list, jobs);
  const time = left === undefined ? [] : [`about ${duration(left)} left`];
  return [`${done} of ${list.length} done`, ...running, ...time].join(" · ");
}

/** A status line that is kept up to date below the messages. */
export interface StatusLine {
  /** Call this when an execution has changed. */
  changed(): void;
  /** Prints a message above the line. */
  log(message: string): void;
  /** Removes the line. */
  end(): void;
}

/**
 * Shows the state on standard error: in place on a terminal, otherwise as a new line twice a
 * minute.
 */
export function statusLine(list: readonly Execution[], jobs: number): StatusLine {
  const terminal = Deno.stderr.isTerminal();
  const pause = terminal ? 250 : 30_000;
  let shown = performance.now() - (terminal ? pause : 0);
  const write = (text: string): void => void Deno.stderr.writeSync(new TextEncoder().encode(text));
  const clear = (): void => terminal ? write("\r\x1b[K") : undefined;
  const draw = (): void => {
    if (performance.now() - shown < pause) return;
    shown = performance.now();
    clear();
    write(describe(list, jobs) + (terminal ? "" : "\n"));
  };
  const timer = setInterval(draw, 1000);
  return {
    changed: draw,
    log(message) {
      clear();
      console.log(message);
    },
    end() {
      clearInterval(timer);
      clear();
    },
  };
}
