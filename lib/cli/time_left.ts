import type { Execution } from "./execution.ts";

/**
 * How many times as long as expected this machine takes, from the notebooks that have ended and
 * whose expectation comes from another one; undefined before there is such a notebook.
 */
function slowness(list: readonly Execution[]): number | undefined {
  let expected = 0;
  let taken = 0;
  for (const execution of list) {
    const { result } = execution;
    if (result === undefined || result.error !== undefined || (result.cached ?? 0) > 0) continue;
    if (execution.expected === undefined || execution.isFromHere) continue;
    expected += execution.expected;
    taken += result.seconds;
  }
  return expected === 0 ? undefined : taken / expected;
}

/** Seconds that a notebook still takes; undefined if that is unknown. */
function rest(execution: Execution, factor: number | undefined, now: number): number | undefined {
  const { expected, isFromHere, share, started = now } = execution;
  const elapsed = (now - started) / 1000;
  const scaled = isFromHere ? 1 : factor;
  if (expected !== undefined && scaled !== undefined && expected * scaled > elapsed) {
    return expected * scaled - elapsed;
  }
  return share > 0.05 ? elapsed / share - elapsed : undefined;
}

const hasEnded = ({ state }: Execution): boolean => state === "done" || state === "failed";

/**
 * Seconds until all notebooks are done, as many at a time as there are `jobs`, by what is known
 * now: each waiting notebook goes to the first job that becomes free. Undefined while the length of
 * one is unknown.
 *
 * @param now In milliseconds, as `performance.now()` counts.
 */
export function secondsLeft(
  list: readonly Execution[],
  jobs: number,
  now: number,
): number | undefined {
  const factor = slowness(list);
  const left = list.filter((execution) => !hasEnded(execution))
    .toSorted((a, b) => Number(b.state === "running") - Number(a.state === "running"));
  const free: number[] = Array.from({ length: Math.min(jobs, left.length) }, () => 0);
  for (const execution of left) {
    const seconds = rest(execution, factor, now);
    if (seconds === undefined) return undefined;
    const first = free.indexOf(Math.min(...free));
    free[first]! += seconds;
  }
  return Math.max(0, ...free);
}

/**
 * The time left as it is shown: it never rises. A new estimate that is longer stops the clock until
 * it is not.
 *
 * @returns Seconds; undefined while nothing is known.
 */
export function fallingTimeLeft(
  list: readonly Execution[],
  jobs: number,
): (now: number) => number | undefined {
  let shown: number | undefined;
  return (now) => {
    const estimate = secondsLeft(list, jobs, now);
    if (estimate !== undefined) shown = Math.min(shown ?? Infinity, estimate);
    return shown;
  };
}
