import { UserError } from "../../errors.ts";
import { projectRoot } from "../../files.ts";
import { readCommittedRuns } from "../../notebook/committed_runs.ts";
import type { JudgedClaim } from "../../notebook/judge.ts";
import { facts, type NotebookFile, readNotebook } from "../../notebook/notebook_file.ts";
import type { Scale } from "../../notebook/session.ts";

/** What a notebook that ran to its end says of its run. */
export interface RunFacts {
  /** How much of the published experiment was run. */
  readonly scale: Scale;
  /** The claims with their verdicts. */
  readonly claims: readonly JudgedClaim[];
  /** Wall time in seconds. */
  readonly seconds: number;
  /** The matrix product that was used. */
  readonly backend: string;
}

/** A figure of the site. */
export interface SiteFigure {
  /** File name of its notebook, without extension, such as `"20_13_grokking"`. */
  readonly stem: string;
  /** Path of its executed notebook. */
  readonly path: string;
  /** Its executed notebook. */
  readonly notebook: NotebookFile;
  /** What the run found. */
  readonly facts: RunFacts;
  /** Text of its `runs.json`. */
  readonly runs: string;
}

/** An executed notebook with its runs; undefined if it is not there or did not run to its end. */
async function readFigure(
  stem: string,
  path: string,
  readRuns: (scale: Scale) => Promise<string>,
): Promise<SiteFigure | undefined> {
  const notebook = await readNotebook(path).catch(() => undefined);
  if (notebook === undefined) return undefined;
  const found = facts(notebook) as unknown as RunFacts & { scale?: Scale };
  if (found.scale === undefined) return undefined;
  try {
    return { stem, path, notebook, facts: found, runs: await readRuns(found.scale) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** The runs of a notebook that has no sweep. */
const noRuns = (scale: Scale): string => JSON.stringify({ scale, sweeps: [], calls: [] });

/** A figure that `task figures` has finished in `out`. */
async function finished(stem: string, out: string): Promise<SiteFigure | undefined> {
  const folder = `${out}/${stem}`;
  return await readFigure(
    stem,
    `${folder}/notebook.ipynb`,
    (scale) => Deno.readTextFile(`${folder}/runs.json`).catch(() => noRuns(scale)),
  );
}

/** A figure as it is committed: its notebook, and beside it its runs, packed. */
async function committed(stem: string): Promise<SiteFigure | undefined> {
  const path = `${projectRoot}notebooks/${stem}.ipynb`;
  return await readFigure(stem, path, () => readCommittedRuns(stem));
}

/**
 * The figures of the site, in order: each as `task figures` left it in `out`, otherwise as it is
 * committed. One that is neither is left out.
 *
 * @throws {UserError} If there is none.
 */
export async function siteFigures(out: string): Promise<SiteFigure[]> {
  const stems = (await Array.fromAsync(Deno.readDir(`${projectRoot}notebooks`)))
    .map(({ name }) => name).filter((name) => /^\d+_\d+_\w+\.ipynb$/.test(name))
    .map((name) => name.slice(0, -".ipynb".length)).sort();
  const found: SiteFigure[] = [];
  for (const stem of stems) {
    const figure = await finished(stem, out) ?? await committed(stem);
    if (figure !== undefined) found.push(figure);
  }
  if (found.length > 0) return found;
  throw new UserError(`There are no figures in ${out}.`, "Run `deno task figures` first.");
}
