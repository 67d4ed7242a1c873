/**
 * Stands for `lib/notebook/paper_run.ts` in a browser: the page has the committed tables.
 *
 * @module
 */
export type { KeptClaim, PaperRun } from "../../../notebook/paper_run.ts";

/** A page keeps nothing. */
export function keepPaperRun(): Promise<void> {
  return Promise.resolve();
}

/** None, as the page shows them already. */
export function keptPaperRuns(): Promise<never[]> {
  return Promise.resolve([]);
}
