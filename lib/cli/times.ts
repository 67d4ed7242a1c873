import type { Notebook } from "./catalogue.ts";
import type { Execution } from "./execution.ts";
import type { Result } from "./result.ts";
import { isExact } from "../compute/native.ts";
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

const timesPath = `${cacheDir}/seconds.json`;

/** What a time is kept under: runs that are exact take longer. */
function key({ stem }: Notebook, scale: Scale): string {
  return `${stem} ${scale}${isExact() ? " exact" : ""}`;
}

/** Seconds that the last run of each notebook took on this machine. */
async function readTimes(path: string): Promise<Record<string, number>> {
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch {
    return {}; // none was kept, or the file is damaged: then the committed ones are used
  }
}

/**
 * Keeps how long a notebook took, if it ran to its end with its own parameters, and computed all of
 * its results.
 *
 * @param path File of the times.
 */
export async function keepTime(execution: Execution, path: string = timesPath): Promise<void> {
  const { notebook, result, injected = [] } = execution;
  if (result === undefined || result.error !== undefined) return;
  if (injected.length > 0 || (result.cached ?? 0) > 0) return;
  const times = await readTimes(path);
  times[key(notebook, result.scale)] = result.seconds;
  await writeFileAtomic(path, JSON.stringify(times, null, 2) + "\n");
}

/**
 * How long a notebook is likely to take: as long as the last run that computed everything on this
 * machine, with exact results if these are to be; otherwise as the committed run, if that has this
 * scale.
 *
 * @param path File of the times.
 */
export async function expectation(
  notebook: Notebook,
  scale: Scale,
  path: string = timesPath,
): Promise<Expectation> {
  const here = (await readTimes(path))[key(notebook, scale)];
  if (here !== undefined) return { seconds: here, isFromHere: true };
  const committed = facts(await readNotebook(notebook.path)) as Partial<Result>;
  const seconds = committed.scale === scale ? committed.seconds : undefined;
  return { seconds, isFromHere: false };
}
