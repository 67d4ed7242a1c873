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

  FIGURE         numbers such as 20.2 20.3; all where none is named
  --scale SCALE  quick (seconds), standard (minutes; the default) or paper (as published)
  --jobs N       notebooks at a time; the number of cores where nothing is said
  --out DIR      folder for the results; out where nothing is said
  --update       also replaces the committed notebooks, their thumbnails and the README's table
  --fresh        recomputes what earlier runs left in the cache
  --help         shows this text
`;

/** What the command line asks for. */
export interface Options {
  /** Numbers of figures; all where the list is empty. */
  readonly figures: readonly string[];
  /** How much of the published experiments to run. */
  readonly scale: Scale;
  /** Notebooks at a time. */
  readonly jobs: number;
  /** Folder for the results. */
  readonly out: string;
  /** Whether the executed notebooks replace the committed ones. */
  readonly update: boolean;
  /** Whether cached results are recomputed. */
  readonly fresh: boolean;
}

/**
 * Reads the command line; undefined where help is asked for.
 *
 * @throws {UserError} If an option is unknown or its value makes no sense.
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
  // A committed run states its time, so it is computed anew, but for a paper run, which may resume.
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

/** Longest first, and those of unknown length before all others. */
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

/** Executes the notebooks, several at once, and says at the end where the results are. */
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
      // The page is written once this notebook is said to be running, and when it has ended.
      await Promise.all([execute(next, environment, options, status.changed), updatePage()]);
      status.log(report(next));
      await updatePage();
    }
  }));
  await updatePage(); // of two that ended at the same time, the first may have come last
  status.end();
  if (options.update) await updateReadme();
  const failed = list.filter(({ state }) => state === "failed").length;
  const end = failed === 0 ? "" : ` ${failed} of ${list.length} notebooks failed.`;
  console.log(`The figures are in ${options.out}/index.html.${end}`);
  return failed === 0 ? 0 : 1;
}

if (import.meta.main) await main(figures);
