/**
 * Makes work that is asked for again and again run one at a time: however often it is asked for while
 * it runs, it then runs once more.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { latest } from "lib/web/panel/latest.ts";
 *
 * let value = 0;
 * const seen: number[] = [];
 * const look = latest(async () => {
 *   seen.push(value);
 *   await Promise.resolve();
 * });
 * const first = look();
 * value = 1;
 * look();
 * value = 2;
 * look();
 * await first;
 * assertEquals(seen, [0, 2]);
 * ```
 */
export function latest(work: () => Promise<void>): () => Promise<void> {
  let asked = false;
  let running: Promise<void> | undefined;
  async function untilDone(): Promise<void> {
    try {
      while (asked) {
        asked = false;
        await work();
      }
    } finally {
      running = undefined;
    }
  }
  return () => {
    asked = true;
    return running ??= untilDone();
  };
}
