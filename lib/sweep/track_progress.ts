import type { Live } from "./messages.ts";

/** The progress of a sweep. */
export interface SweepProgress {
  /** Number of points that have a result. */
  readonly done: number;
  /** Number of points; equal points count once. */
  readonly total: number;
  /** Number of points whose result came from the cache. */
  readonly cached: number;
  /**
   * Finished share of the work, in [0, 1], including what running points report; never decreases.
   */
  readonly fraction: number;
  /** What the running points are doing, as far as they report it. */
  readonly notes: readonly string[];
}

/** Adds up the progress of the points of a sweep. */
export interface ProgressTracker {
  /** Records an update on the running point with this key. */
  news(key: string, news: Live): void;
  /** Records that a point is finished. */
  finished(key: string): void;
}

/** Starts to track a sweep; calls `show` now and at each change. */
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
    // A point that is retried starts from zero, but the share shown never falls.
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
