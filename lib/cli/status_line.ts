import type { Execution } from "./execution.ts";
import { fallingTimeLeft } from "./time_left.ts";
import { duration } from "../notebook/progress_line.ts";

const barWidth = 20;

/** A finished share as a bar. */
function bar(share: number): string {
  const full = Math.round(barWidth * share);
  return "█".repeat(full) + "░".repeat(barWidth - full);
}

const count = (list: readonly Execution[], state: Execution["state"]): number =>
  list.filter((execution) => execution.state === state).length;

/** How many notebooks are done and waiting, and the time left. */
function total(list: readonly Execution[], left: number | undefined): string {
  const done = count(list, "done") + count(list, "failed");
  const waiting = count(list, "waiting");
  return [
    `${done} of ${list.length} done`,
    waiting === 0 ? "" : `${waiting} waiting`,
    left === undefined ? "" : `about ${duration(left)} left`,
  ].filter((part) => part !== "").join(" · ");
}

/** A running notebook: its share as a bar, and what its cell reports. */
function runningLine({ notebook, share, note = "" }: Execution): string {
  const percent = `${Math.floor(100 * share)} %`.padStart(5);
  return `${notebook.figure.padEnd(5)}  ${bar(share)} ${percent}  ${note}`.trimEnd();
}

/**
 * The state of all notebooks, in lines that a terminal shows in one place: one for each that is
 * running, and one for all.
 *
 * @param left Seconds that are left, if known.
 */
export function stateLines(list: readonly Execution[], left: number | undefined): string[] {
  const running = list.filter(({ state }) => state === "running").map(runningLine);
  return [...running, total(list, left)];
}

/** The state of all notebooks in one line, for a file. */
export function describe(list: readonly Execution[], left: number | undefined): string {
  const running = list.filter(({ state }) => state === "running").map(({ notebook, share }) =>
    `${notebook.figure} ${Math.floor(100 * share)} %`
  );
  return [total(list, left), ...running].join(" · ");
}

/** A display of the state that is kept up to date below the messages. */
export interface StatusLine {
  /** Call this when an execution has changed. */
  changed(): void;
  /** Prints the line of a notebook that has ended, above the state. */
  log(message: string): void;
  /** Removes the display. */
  end(): void;
}

/** Milliseconds between two pictures on a terminal, and between two lines elsewhere. */
const pauses = { terminal: 250, file: 60_000 };

function write(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text));
}

/** Shows lines on a terminal in place of those shown before. */
function redrawing(): (lines: readonly string[]) => void {
  let height = 0;
  return (lines) => {
    const width = (Deno.consoleSize().columns || 80) - 1; // some terminals do not know theirs
    const up = height === 0 ? "" : `\x1b[${height}A`;
    const text = lines.map((line) => `${[...line].slice(0, width).join("")}\n`).join("");
    write(`${up}\x1b[J${text}`);
    height = lines.length;
  };
}

/**
 * Shows the state on standard error: on a terminal in place, a line with a bar for each running
 * notebook; otherwise as one line a minute.
 */
export function statusLine(list: readonly Execution[], jobs: number): StatusLine {
  const terminal = Deno.stderr.isTerminal();
  const left = fallingTimeLeft(list, jobs);
  const redraw = redrawing();
  const pause = terminal ? pauses.terminal : pauses.file;
  let shown = terminal ? -Infinity : performance.now();
  const draw = (): void => {
    const now = performance.now();
    const seconds = left(now);
    if (now - shown < pause) return;
    shown = now;
    if (terminal) redraw(stateLines(list, seconds));
    else write(`${describe(list, seconds)}\n`);
  };
  const timer = setInterval(draw, 1000);
  return {
    changed: draw,
    log(message) {
      if (terminal) redraw([]);
      console.log(message);
      shown = terminal ? -Infinity : shown;
      draw();
    },
    end() {
      clearInterval(timer);
      if (terminal) redraw([]);
    },
  };
}
