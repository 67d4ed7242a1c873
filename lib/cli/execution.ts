import type { Notebook } from "./catalogue.ts";
import type { Environment } from "./environment.ts";
import { readResult, type Result } from "./result.ts";
import { notebooksDir } from "./catalogue.ts";
import { lines } from "./lines.ts";
import { writeThumbnail } from "./readme.ts";
import { projectRoot, writeFileAtomic } from "../files.ts";
import type { Scale } from "../notebook/session.ts";

/** A notebook and the state of its execution. */
export interface Execution {
  /** The notebook. */
  readonly notebook: Notebook;
  /** Seconds that it is likely to take, if known. */
  readonly expected: number | undefined;
  /** State of the execution. */
  state: "waiting" | "running" | "done" | "failed";
  /** Finished share, in [0, 1]. */
  share: number;
  /** What the running cell reports of its progress. */
  note?: string;
  /** When it started, in milliseconds of `performance.now()`. */
  started?: number;
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

/** Executes a notebook in its own process and writes its folder; calls `changed` on progress. */
export async function execute(
  execution: Execution,
  { python, env }: Environment,
  { scale, out, update, fresh }: ExecutionOptions,
  changed: () => void,
): Promise<void> {
  const { notebook } = execution;
  const folder = `${out}/${notebook.stem}`;
  const started = performance.now();
  Object.assign(execution, { state: "running", started });
  changed();
  const process = new Deno.Command(python, {
    args: [`${projectRoot}lib/cli/execute.py`, notebook.path, folder],
    env: { ...env, UDL_SCALE: scale, ...(fresh && { UDL_FRESH: "1" }) },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stop = (): void => process.kill("SIGTERM");
  const signals = ["SIGINT", "SIGTERM"] as const;
  const interrupted = (): void => {
    stop();
    process.status.then(() => Deno.exit(130));
  };
  for (const signal of signals) Deno.addSignalListener(signal, interrupted);
  const errors = new Response(process.stderr).text();
  for await (const line of lines(process.stdout)) {
    const { share, text } = JSON.parse(line);
    Object.assign(execution, { share, note: text });
    changed();
  }
  const { code } = await process.status;
  for (const signal of signals) Deno.removeSignalListener(signal, interrupted);
  const seconds = (performance.now() - started) / 1000;
  execution.result = code <= 1 && await exists(`${folder}/notebook.ipynb`)
    ? await readResult(notebook, `${folder}/notebook.ipynb`, scale, seconds)
    : failure(notebook, scale, seconds, await errors);
  execution.state = code === 0 ? "done" : "failed";
  execution.share = 1;
  await writeFileAtomic(
    `${folder}/result.json`,
    JSON.stringify(execution.result, null, 2) + "\n",
  );
  if (update && code === 0) {
    const executed = await Deno.readFile(`${folder}/notebook.ipynb`);
    await writeFileAtomic(`${notebooksDir}/${notebook.stem}.ipynb`, executed);
    await writeThumbnail(notebook);
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

/** The result of a notebook whose kernel did not run to the end. */
function failure(notebook: Notebook, scale: Scale, seconds: number, errors: string): Result {
  const error = errors.trim().split("\n").at(-1) || "The kernel ended without a message.";
  const { figure } = notebook;
  const nothing = { seeds: [], backend: "", versions: {}, claims: [], deviations: [] };
  return { figure, scale, seconds, ...nothing, error };
}
