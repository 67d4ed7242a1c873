import type { Live } from "./messages.ts";

/** How far a sweep is. */
export interface SweepProgress {
  /** Points that have a result. */
  readonly done: number;
  /** Number of points; equal ones count once. */
  readonly total: number;
  /** Points whose result came from the cache. */
  readonly cached: number;
  /** Finished share of the work, in [0, 1], with what running points report; it never falls. */
  readonly fraction: number;
  /** What the running points are doing, as far as they say it. */
  readonly notes: readonly string[];
}

/** Adds up the progress of the points of a sweep. */
export interface ProgressTracker {
  /** Takes in news of a running point, named by its key. */
  news(key: string, news: Live): void;
  /** Takes in that a point is finished. */
  finished(key: string): void;
}

/** Starts to track a sweep and tells `show` of it now and at each change. */
export function trackProgress(
  total: number,
  cached: number,
  show: (progress: SweepProgress) => void,
): ProgressTracker {
  const running = new Map<string, Live>();
  let [done, fraction] = [cached, 0];
  function changed(): void {
    const parts = [...running.values()];
    const sum = parts.reduce((sum, part) => sum + Math.min(Math.max(part.fraction, 0), 1), done);
    // A point that is tried again starts from nothing, but what was shown stays.
    fraction = Math.max(fraction, total === 0 ? 1 : sum / total);
    const notes = parts.map((part) => part.note).filter((note) => note !== "");
    show({ done, total, cached, fraction, notes });
  }
  changed();
  return {
    news(key, news) {
      running.set(key, news);
      changed();
    },
    finished(key) {
      running.delete(key);
      done++;
      changed();
    },
  };
}
