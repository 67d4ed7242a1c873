import type { Notebook } from "./catalogue.ts";
import type { Result } from "./result.ts";
import { cacheDir, writeFileAtomic } from "../files.ts";
import { facts, readNotebook } from "../notebook/notebook_file.ts";
import type { Scale } from "../notebook/session.ts";

/** How long a notebook is likely to take. */
export interface Expectation {
  /** Seconds; undefined if no run at this scale is known. */
  readonly seconds: number | undefined;
  /** Whether it took so long on this machine; otherwise it did on that of the committed run. */
  readonly isFromHere: boolean;
}

const path = `${cacheDir}/seconds.json`;

const key = (notebook: Notebook, scale: Scale): string => `${notebook.stem} ${scale}`;

/** Seconds that the last run of each notebook took on this machine. */
async function readTimes(): Promise<Record<string, number>> {
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch {
    return {}; // none was kept, or the file is damaged: then the committed ones are used
  }
}

/** Keeps how long a notebook took, if it ran to its end and computed all of its results. */
export async function keepTime(notebook: Notebook, result: Result): Promise<void> {
  if (result.error !== undefined || (result.cached ?? 0) > 0) return;
  const times = await readTimes();
  times[key(notebook, result.scale)] = result.seconds;
  await writeFileAtomic(path, JSON.stringify(times, null, 2) + "\n");
}

/**
 * How long a notebook is likely to take: as long as the last run that computed everything on this
 * machine; otherwise as the committed run, if that has this scale.
 */
export async function expectation(notebook: Notebook, scale: Scale): Promise<Expectation> {
  const here = (await readTimes())[key(notebook, scale)];
  if (here !== undefined) return { seconds: here, isFromHere: true };
  const committed = facts(await readNotebook(notebook.path)) as Partial<Result>;
  const seconds = committed.scale === scale ? committed.seconds : undefined;
  return { seconds, isFromHere: false };
}
