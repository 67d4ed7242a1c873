import { parseArgs } from "node:util";
import { resolve } from "node:path";
import { type Notebook, select } from "./catalogue.ts";
import { ensureEnvironment } from "./environment.ts";
import { execute, type Execution } from "./execution.ts";
import { writeGallery } from "./gallery.ts";
import { main } from "./main.ts";
import { updateReadme } from "./readme.ts";
import { expectedSeconds, type Result } from "./result.ts";
import { statusLine } from "./status_line.ts";
import { UserError } from "../errors.ts";
import { projectRoot } from "../files.ts";
import { duration } from "../notebook/progress_line.ts";
import { asScale, type Scale } from "../notebook/session.ts";

const usage = `Executes the notebooks and collects their figures in out/index.html.

Usage: deno task figures [FIGURE ...] [options]

  FIGURE         numbers such as 20.2 20.3; all by default
  --scale SCALE  quick (seconds), standard (minutes; the default) or paper (as published)
  --jobs N       notebooks at a time; by default the number of cores
  --out DIR      folder for the results; by default out
  --update       also replaces the committed notebooks, their thumbnails and the README's table
  --fresh        recomputes cached results of earlier runs
  --help         shows this text
`;

/** The options of the command line. */
export interface Options {
  /** Numbers of figures; all if empty. */
  readonly figures: readonly string[];
  /** How much of the published experiments to run. */
  readonly scale: Scale;
  /** Number of notebooks to execute at a time. */
  readonly jobs: number;
  /** Folder for the results. */
  readonly out: string;
  /** Whether the executed notebooks replace the committed ones. */
  readonly update: boolean;
  /** Whether to recompute cached results. */
  readonly fresh: boolean;
}

/**
 * Parses the command line; undefined if it asks for help.
 *
 * @throws {UserError} If an option is unknown or its value is invalid.
 */
export function parseOptions(args: string[]): Options | undefined {
  const remedy = "See `deno task figures --help`.";
  const parse = () => {
    try {
      return parseArgs({
        args,
        allowPositionals: true,
        options: {
          scale: { type: "string", default: "standard" },
          jobs: { type: "string", default: String(navigator.hardwareConcurrency) },
          out: { type: "string", default: "out" },
          update: { type: "boolean", default: false },
          fresh: { type: "boolean", default: false },
          help: { type: "boolean", default: false },
        },
      });
    } catch (error) {
      const problem = (error as Error).message.split(/[.\n]/, 1)[0];
      throw new UserError(`${problem}.`, remedy);
    }
  };
  const { values, positionals } = parse();
  if (values.help) return undefined;
  const scale = asScale(values.scale);
  const jobs = Number(values.jobs);
  if (!Number.isInteger(jobs) || jobs < 1) {
    throw new UserError(`--jobs needs a whole number of at least 1, not "${values.jobs}".`, remedy);
  }
  if (values.update && scale === "quick") {
    throw new UserError(
      "--update does not take quick results, which leave most claims untested.",
      "Leave out --update, or choose --scale standard or paper.",
    );
  }
  const { update } = values;
  // A committed run states its time, so nothing comes from the cache, except in a paper run, which
  // may resume.
  const fresh = values.fresh || (update && scale !== "paper");
  return {
    figures: positionals,
    scale,
    jobs,
    out: resolve(projectRoot, values.out),
    update,
    fresh,
  };
}

/** Longest first; those of unknown length come before all others. */
async function ordered(
  notebooks: Notebook[],
  { out, scale }: Options,
): Promise<Execution[]> {
  const list = await Promise.all(notebooks.map(async (notebook) => {
    const expected = await expectedSeconds(notebook, out, scale);
    return { notebook, expected, share: 0, state: "waiting" as const };
  }));
  return list.sort((a, b) => (b.expected ?? Infinity) - (a.expected ?? Infinity));
}

function report({ notebook, result }: Execution): string {
  const { claims, seconds, error } = result as Result;
  const supported = claims.filter(({ verdict }) => verdict === "supported").length;
  const counts = claims.length === 0 ? "" : `, ${supported} of ${claims.length} claims supported`;
  const end = error === undefined ? "done" : "FAILED";
  const why = error === undefined ? "" : `\n  ${error.split("\n", 3).join("\n  ")}`;
  return `${notebook.figure}  ${end} in ${duration(seconds)}${counts}${why}`;
}

/** Executes the notebooks, several at a time, and finally prints where the results are. */
async function figures(args: string[]): Promise<number> {
  const options = parseOptions(args);
  if (options === undefined) {
    console.log(usage);
    return 0;
  }
  const notebooks = await select(options.figures);
  const environment = await ensureEnvironment();
  const list = await ordered(notebooks, options);
  const status = statusLine(list, options.jobs);
  const updatePage = (): Promise<void> => writeGallery(options.out, options.scale, list);
  const queue = [...list];
  await Promise.all(Array.from({ length: options.jobs }, async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      // The page is written once this notebook is marked as running, and again when it has ended.
      await Promise.all([execute(next, environment, options, status.changed), updatePage()]);
      status.log(report(next));
      await updatePage();
    }
  }));
  await updatePage(); // if two ended at the same time, the older page may have been written last
  status.end();
  if (options.update) await updateReadme();
  const failed = list.filter(({ state }) => state === "failed").length;
  const end = failed === 0 ? "" : ` ${failed} of ${list.length} notebooks failed.`;
  console.log(`The figures are in ${options.out}/index.html.${end}`);
  return failed === 0 ? 0 : 1;
}

if (import.meta.main) await main(figures);
