import { openPage } from "./browser.ts";
import { type Notebook, select } from "./catalogue.ts";
import { ensureDask } from "./dask.ts";
import { ensureEnvironment } from "./environment.ts";
import { execute, type Execution, type ExecutionOptions } from "./execution.ts";
import { writeGallery } from "./gallery.ts";
import { interruption } from "./interruption.ts";
import { requireLoopback } from "./loopback.ts";
import { main } from "./main.ts";
import { type Options, parseOptions, usage } from "./options.ts";
import { injectedCells } from "./parameters/injected.ts";
import { prepareOut } from "./out_folder.ts";
import { updateReadme } from "./readme.ts";
import type { Result } from "./result.ts";
import { statusLine } from "./status_line.ts";
import { summary } from "./summary.ts";
import { expectation, keepTime } from "./times.ts";
import { blasBackend } from "../compute/blas.ts";
import { tellingClaims } from "../notebook/judge.ts";
import { duration } from "../notebook/progress_line.ts";
import { neighborsOf } from "../page/neighbors.ts";
import { writeOwnPage } from "../page/own_page.ts";

/** Longest first; those of unknown length come before all others. */
async function ordered(
  notebooks: Notebook[],
  { scale, parameters }: Options,
): Promise<Execution[]> {
  const stems = notebooks.map(({ stem }) => stem);
  const list = await Promise.all(notebooks.map(async (notebook) => {
    const { seconds: expected, isFromHere } = await expectation(notebook, scale);
    const neighbors = neighborsOf(notebook.stem, stems);
    const injected = await injectedCells(notebook, scale, parameters);
    return {
      notebook,
      neighbors,
      injected,
      expected,
      isFromHere,
      share: 0,
      state: "waiting" as const,
    };
  }));
  return list.sort((a, b) => (b.expected ?? Infinity) - (a.expected ?? Infinity));
}

/** How many claims of a notebook are supported, as in the README's table, and how many not tested. */
function counts(claims: Result["claims"]): string {
  const telling = tellingClaims(claims);
  if (telling.length === 0) return "";
  const supported = telling.filter(({ verdict }) => verdict === "supported").length;
  const untested = telling.filter(({ verdict }) => verdict === "not tested").length;
  const rest = untested === 0 ? "" : `, ${untested} not tested`;
  return `, ${supported} of ${telling.length} claims supported${rest}`;
}

function report({ notebook, result, warning }: Execution): string {
  const { claims, seconds, error } = result as Result;
  const end = error === undefined ? "done" : "FAILED";
  const why = error === undefined ? "" : `\n  ${error.split("\n", 3).join("\n  ")}`;
  const missing = warning === undefined ? "" : `\n  ${warning}`;
  return `${notebook.figure}  ${end} in ${duration(seconds)}${counts(claims)}${why}${missing}`;
}

/** Says which library is used if another was asked for; its notebooks alone would say so. */
function announceBlas({ exact }: Options): void {
  if (!exact && !Deno.env.get("UDL_BLAS")) return;
  console.error(`Matrix products are computed by: ${blasBackend()}.`);
}

/**
 * Number of workers of each notebook when several run at a time: together as many as there are
 * cores. Two a core, which take turns in its cache, take 5 % more of its time.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { workersOfEach } from "lib/cli/figures.ts";
 *
 * assertEquals(workersOfEach(1, 8), 8);
 * assertEquals(workersOfEach(3, 8), 3);
 * ```
 */
export function workersOfEach(notebooks: number, cores: number): number {
  return Math.ceil(cores / notebooks);
}

/** Whether a notebook will run on, with cores to spare, when all that wait have ended. */
function outlasts({ expected = 0 }: Execution, waiting: readonly Execution[]): boolean {
  const others = waiting.reduce((sum, { expected = 0 }) => sum + expected, 0);
  return expected > others;
}

/**
 * Executes the notebooks, several at a time, and keeps the page of results up to date. If anything
 * else than a notebook fails, or at an interrupt, none is left running.
 */
export async function executeAll(
  list: readonly Execution[],
  options: ExecutionOptions & Pick<Options, "jobs" | "cluster">,
  interrupted: AbortSignal,
): Promise<void> {
  const environment = await ensureEnvironment({ signal: interrupted });
  if (options.cluster !== "") await ensureDask(environment, interrupted);
  const laneCount = Math.min(options.jobs, list.length);
  const cores = navigator.hardwareConcurrency;
  const workers = workersOfEach(laneCount, cores);
  const failure = new AbortController();
  const signal = AbortSignal.any([interrupted, failure.signal]);
  const status = statusLine(list, options.jobs);
  const updatePage = (): Promise<void> => writeGallery(options.out, options.scale, list);
  const queue = [...list];
  const lane = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const count = outlasts(next, queue) ? Math.min(cores, 2 * workers) : workers;
      const UDL_WORKERS = Deno.env.get("UDL_WORKERS") ?? String(count);
      const env = { ...environment.env, UDL_WORKERS, UDL_CLUSTER: options.cluster };
      const own = { python: environment.python, env };
      const execution = execute(next, own, options, { changed: status.changed, signal });
      // The page is written once this notebook is marked as running, and again when it has ended.
      const ended = await Promise.allSettled([execution, updatePage()]);
      for (const end of ended) if (end.status === "rejected") throw end.reason;
      await keepTime(next);
      status.log(report(next));
      await updatePage();
    }
  };
  const lanes = Array.from({ length: laneCount }, async () => {
    try {
      await lane();
    } catch (error) {
      failure.abort(error);
    }
  });
  await Promise.all(lanes);
  status.end();
  signal.throwIfAborted();
  await updatePage(); // if two ended at the same time, the older page may have been written last
}

/** Executes the notebooks that are asked for, and finally prints where the results are. */
async function figures(args: string[]): Promise<number> {
  const options = parseOptions(args);
  if (options === undefined) {
    console.log(usage);
    return 0;
  }
  const interrupted = interruption();
  const notebooks = await select(options.figures);
  await prepareOut(options.out);
  await requireLoopback();
  if (options.exact) Deno.env.set("UDL_EXACT", "1"); // for the notebooks, too
  announceBlas(options);
  await writeOwnPage(options.out);
  const list = await ordered(notebooks, options);
  await executeAll(list, options, interrupted);
  if (options.update) await updateReadme();
  for (const line of await summary(list, options)) console.log(line);
  const failed = list.filter(({ state }) => state === "failed").length;
  const end = failed === 0 ? "" : ` ${failed} of ${list.length} notebooks failed.`;
  const page = `${options.out}/index.html`;
  console.log(`The figures are in ${page}.${end}`);
  if (options.open) {
    const problem = await openPage(page);
    if (problem !== undefined) console.error(problem);
  }
  return failed === 0 ? 0 : 1;
}

if (import.meta.main) await main(figures);
