import { escapeHtml, factsMime, flushOutput, liveOutput, type MimeBundle } from "./display.ts";

/** Formats a duration, to the second, such as `"2 min 5 s"`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A line under the running cell that shows the progress of the work. */
export interface ProgressLine {
  /**
   * Shows the finished share of the work, clamped to [0, 1] (NaN is 0), and what is being done, at most 4 times a
   * second; below, a picture of the results so far (`live` returns its HTML), which is redrawn less
   * often.
   */
  update(fraction: number, note?: string, live?: () => string): Promise<void>;
  /** Replaces the bar with a final line. */
  done(text: string): Promise<void>;
}

/** A share of the work, in [0, 1]; 0 for NaN, the share of no work that is done. */
function clamp(fraction: number): number {
  return Number.isNaN(fraction) ? 0 : Math.min(1, Math.max(0, fraction));
}

function bar(
  label: string,
  fraction: number,
  left: string,
  note: string,
  picture: string,
): MimeBundle {
  const percent = `${Math.floor(100 * fraction)} %`;
  const text = [label, percent, left, note].filter(Boolean).join(" · ");
  const value = fraction.toFixed(3);
  return {
    "text/html": `<div><progress max="1" value="${value}"></progress> ${
      escapeHtml(text)
    }</div>${picture}`,
    "text/plain": text,
    [factsMime]: { progress: fraction, text },
  };
}

/**
 * Starts a progress line, which includes the time left, estimated from the speed so far.
 *
 * @example Usage
 * ```ts
 * import { progressLine } from "lib/notebook/progress_line.ts";
 *
 * const line = await progressLine("Training");
 * for (let step = 1; step <= 3; step++) await line.update(step / 3, `step ${step}`);
 * await line.done("Trained for 3 steps.");
 * ```
 */
export async function progressLine(label: string): Promise<ProgressLine> {
  const started = performance.now();
  let [firstFraction, shown] = [Number.NaN, -Infinity];
  let [picture, nextPicture] = ["", 0];
  const output = await liveOutput(bar(label, 0, "", "", ""));
  return {
    async update(share, note = "", live) {
      const fraction = clamp(share);
      const now = performance.now();
      // What is finished at the first update comes from a cache or a checkpoint and took no time.
      if (Number.isNaN(firstFraction)) firstFraction = fraction;
      if (now - shown < 250) return;
      shown = now;
      const speed = (fraction - firstFraction) / (now - started);
      const left = speed > 0 ? `about ${duration((1 - fraction) / speed / 1000)} left` : "";
      if (live !== undefined && now >= nextPicture) {
        picture = live();
        // Drawing takes a tenth of a second on a core that the work needs: at most 2 % of its time.
        nextPicture = now + Math.max(1000, 50 * (performance.now() - now));
      }
      await output.update(bar(label, fraction, left, note, picture));
    },
    async done(text) {
      await output.update({ "text/html": `<div>${escapeHtml(text)}</div>`, "text/plain": text });
      await flushOutput(); // it is often the last output of its cell
    },
  };
}
