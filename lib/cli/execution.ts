import type { Notebook } from "./catalogue.ts";
import type { Environment } from "./environment.ts";
import { writeDataFile } from "./data_file.ts";
import { writeFigurePage } from "./figure_page.ts";
import type { InjectedCell } from "./parameters/injected.ts";
import { readResult, type Result } from "./result.ts";
import { notebooksDir } from "./catalogue.ts";
import { lines } from "../lines.ts";
import { writeThumbnail } from "./readme.ts";
import { asWriteError, projectRoot, temporaryPath, writeFileAtomic } from "../files.ts";
import { commitRuns } from "../notebook/committed_runs.ts";
import type { Scale } from "../notebook/session.ts";
import type { Neighbors } from "../page/neighbors.ts";

/** Exit codes of `execute.py`. */
const cellFailed = 5;
/** Those that come with a sentence: a package is missing, the kernel died, any other fault. */
const told = [2, 3, 4];

/** Exit code of a process that was killed, as the system does when memory is used up. */
const killed = 137;

/** A notebook and the state of its execution. */
export interface Execution {
  /** The notebook. */
  readonly notebook: Notebook;
  /** Those that its page leads to. */
  readonly neighbors: Neighbors;
  /** Cells that give its parameters other values. */
  readonly injected?: readonly InjectedCell[];
  /** Seconds that it is likely to take, if known. */
  readonly expected: number | undefined;
  /** Whether it took them on this machine; by default on that of the committed run. */
  readonly isFromHere?: boolean;
  /** State of the execution. */
  state: "waiting" | "running" | "done" | "failed";
  /** Finished share, in [0, 1]. */
  share: number;
  /** What the running cell reports of its progress. */
  note?: string;
  /** When it started, in milliseconds of `performance.now()`. */
  started?: number;
  /** What is missing of the results although the notebook ran. */
  warning?: string;
  /** The most memory that its kernel took, in bytes, where the system tells. */
  memory?: number;
  /** The result, once there is one. */
  result?: Result;
}

/** The scale of an execution, and what happens to its results. */
export interface ExecutionOptions {
  /** How much of the published experiment to run. */
  readonly scale: Scale;
  /** Folder for the results. */
  readonly out: string;
  /** Whether the executed notebook replaces the committed one. */
  readonly update: boolean;
  /** Whether to recompute cached results. */
  readonly fresh: boolean;
}

/** What goes on while a notebook is executed. */
export interface Course {
  /** Called on progress. */
  readonly changed: () => void;
  /** Ends the execution. */
  readonly signal: AbortSignal;
}

interface Ending {
  readonly code: number;
  readonly errors: string;
}

/** Runs the program that executes a notebook and writes it to `folder`. */
async function run(
  execution: Execution,
  { python, env }: Environment,
  { scale, fresh }: ExecutionOptions,
  { changed, signal }: Course,
  folder: string,
): Promise<Ending> {
  await using process = new Deno.Command(python, {
    args: [
      `${projectRoot}lib/cli/execute.py`,
      execution.notebook.path,
      folder,
      JSON.stringify(execution.injected ?? []),
    ],
    env: {
      ...env,
      UDL_PARENT: String(Deno.pid),
      UDL_SCALE: scale,
      UDL_RUNS: `${folder}/runs.json`,
      ...(fresh && { UDL_FRESH: "1" }),
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal,
  }).spawn();
  const errors = new Response(process.stderr).text();
  for await (const line of lines(process.stdout)) {
    const { share, text, memory } = JSON.parse(line);
    if (memory !== undefined) execution.memory = memory;
    else Object.assign(execution, { share, note: text });
    changed();
  }
  const { code } = await process.status;
  return { code, errors: await errors };
}

/**
 * Executes a notebook in its own process. Its folder is gone while it runs, and appears when all of
 * it is written.
 *
 * @throws The reason of the signal, if that is aborted.
 * @throws {UserError} If the results cannot be written.
 */
export async function execute(
  execution: Execution,
  environment: Environment,
  options: ExecutionOptions,
  course: Course,
): Promise<void> {
  const { notebook } = execution;
  const { scale, out, update } = options;
  const folder = `${out}/${notebook.stem}`;
  const started = performance.now();
  Object.assign(execution, { state: "running", started });
  course.changed();
  const unfinished = temporaryPath(folder);
  try {
    await removeFolder(folder);
    const { code, errors } = await run(execution, environment, options, course, unfinished);
    course.signal.throwIfAborted();
    const seconds = (performance.now() - started) / 1000;
    const ranToTheEnd = code === 0 || code === cellFailed;
    if (ranToTheEnd) {
      const warning = await writeDataFile(notebook.stem, unfinished);
      if (warning !== undefined) execution.warning = warning;
      await writeFigurePage(notebook.stem, unfinished, execution.neighbors);
    } else await removeFolder(unfinished);
    const result = ranToTheEnd
      ? await readResult(notebook, `${unfinished}/notebook.ipynb`, scale, seconds)
      : failure(notebook, scale, seconds, describe(code, errors));
    await writeFileAtomic(`${unfinished}/result.json`, JSON.stringify(result, null, 2) + "\n");
    await removeFolder(folder); // another command may have written it in the meantime
    await Deno.rename(unfinished, folder);
    if (update && result.error === undefined) {
      const executed = await Deno.readFile(`${folder}/notebook.ipynb`);
      await writeFileAtomic(`${notebooksDir}/${notebook.stem}.ipynb`, executed);
      await writeThumbnail(notebook);
      await commitRuns(notebook.stem, folder);
    }
    execution.result = result;
    execution.state = result.error === undefined ? "done" : "failed";
    execution.share = 1;
  } finally {
    await removeFolder(unfinished);
  }
}

/** Removes a folder with all that is in it, if there is one. */
async function removeFolder(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw asWriteError(error, path);
  }
}

/** The result of a notebook that did not run to the end. */
function failure(notebook: Notebook, scale: Scale, seconds: number, error: string): Result {
  return {
    figure: notebook.figure,
    scale,
    seeds: [],
    backend: "",
    versions: {},
    seconds,
    claims: [],
    deviations: [],
    error,
  };
}

/** Why a notebook did not run to the end, from how its process ended and what that printed. */
function describe(code: number, errors: string): string {
  const last = told.includes(code)
    ? errors.trim().split("\n").at(-1) as string
    : `What executes the notebook ended by itself (exit code ${code}).`;
  if (code !== killed && !/\(signal 9\)|out of memory/i.test(errors)) return last;
  return `${last} Most likely the memory was used up: run fewer notebooks at a time (--jobs 1), ` +
    "or fewer workers (UDL_WORKERS=1).";
}
