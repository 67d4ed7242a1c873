import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { UserError } from "../errors.ts";
import { projectRoot } from "../files.ts";
import { asScale, type Scale } from "../notebook/session.ts";
import { checkCluster } from "../sweep/cluster.ts";

/** What `--help` prints. */
export const usage = `Executes the notebooks and collects their figures in out/index.html.

Usage: deno task figures [FIGURE ...] [options]

  FIGURE         numbers such as 20.2 20.3; all by default
  --scale SCALE  quick (seconds), standard (minutes; the default) or paper (as published)
  --jobs N       notebooks at a time; by default the number of cores
  --out DIR      folder for the results; by default out
  --update       also replaces the committed notebooks, their thumbnails, runs and the README's table
  --fresh        recomputes cached results of earlier runs
  --cluster C    computes on a Dask cluster: the address of its scheduler, its file, or local:N for N
                 workers on this machine; by default the environment variable UDL_CLUSTER
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
  /** The cluster that computes; empty for this machine's cores. */
  readonly cluster: string;
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
          cluster: { type: "string", default: Deno.env.get("UDL_CLUSTER") ?? "" },
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
  if (values.out === "") {
    throw new UserError("--out needs the name of a folder.", "Leave it out for the folder out.");
  }
  if (values.update && scale === "quick") {
    throw new UserError(
      "--update does not take quick results, which leave most claims untested.",
      "Leave out --update, or choose --scale standard or paper.",
    );
  }
  const { update, cluster } = values;
  if (cluster !== "") checkCluster(cluster, "--cluster or the environment variable UDL_CLUSTER");
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
    cluster,
  };
}
