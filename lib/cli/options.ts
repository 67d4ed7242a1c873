import { resolve } from "node:path";
import type { Assignment } from "./parameters/injected.ts";
import { parseArguments } from "./parse_arguments.ts";
import { isExact } from "../compute/native.ts";
import { UserError } from "../errors.ts";
import { projectRoot } from "../files.ts";
import { asScale, type Scale } from "../notebook/session.ts";
import { resolveCluster } from "../sweep/cluster.ts";

/** What `--help` prints. */
export const usage = `Executes the notebooks and collects their figures in out/index.html.

Usage: deno task figures [FIGURE ...] [options]

  FIGURE         numbers such as 20.2 20.3; all by default
  --scale SCALE  quick (seconds), standard (minutes; the default) or paper (as published)
  --jobs N       notebooks at a time; by default the number of cores
  -p NAME=VALUE  gives a parameter of the notebook another value, written as there; repeatable
  --out DIR      folder for the results; by default out, and out/changed with -p
  --open         opens the page of results in the browser at the end
  --update       also replaces the committed notebooks, their thumbnails, runs and the README's table
  --fresh        recomputes cached results of earlier runs
  --exact        gives the same digits on every machine, by code of its own in place of OpenBLAS; by
                 default if the environment variable UDL_EXACT is 1
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
  /** Parameters of the notebooks that get other values. */
  readonly parameters: readonly Assignment[];
  /** Folder for the results. */
  readonly out: string;
  /** Whether to open the page of results. */
  readonly open: boolean;
  /** Whether the executed notebooks replace the committed ones. */
  readonly update: boolean;
  /** Whether to recompute cached results. */
  readonly fresh: boolean;
  /** Whether results are to have the same digits on every machine. */
  readonly exact: boolean;
  /** The cluster that computes; empty for this machine's cores. */
  readonly cluster: string;
}

/** Refuses what parameters of one's own cannot go with. */
function refuseWithParameters(update: boolean, figures: readonly string[]): void {
  if (update) {
    throw new UserError(
      "--update does not take results of changed parameters.",
      "Leave out --update or -p.",
    );
  }
  if (figures.length === 0) {
    throw new UserError(
      "-p needs to know the figure that has the parameter.",
      "Name it, such as `deno task figures 20.13 -p weightDecay=0.3`.",
    );
  }
}

/** The parts of `name=value`. */
function assignment(argument: string): Assignment {
  const place = argument.indexOf("=");
  if (place < 1) {
    throw new UserError(`-p needs a name and a value, not "${argument}".`, "Write -p name=value.");
  }
  return { name: argument.slice(0, place).trim(), text: argument.slice(place + 1).trim() };
}

/**
 * Parses the command line; undefined if it asks for help.
 *
 * @throws {UserError} If an option is unknown or its value is invalid.
 */
export function parseOptions(args: string[]): Options | undefined {
  const remedy = "See `deno task figures --help`.";
  const { values, positionals } = parseArguments("figures", {
    args,
    allowPositionals: true,
    options: {
      scale: { type: "string", default: "standard" },
      jobs: { type: "string", default: String(navigator.hardwareConcurrency) },
      parameter: { type: "string", short: "p", multiple: true, default: [] },
      out: { type: "string" },
      open: { type: "boolean", default: false },
      update: { type: "boolean", default: false },
      fresh: { type: "boolean", default: false },
      exact: { type: "boolean", default: isExact() },
      cluster: { type: "string", default: Deno.env.get("UDL_CLUSTER") ?? "" },
      help: { type: "boolean", default: false },
    },
  });
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
  const { open, update, exact } = values;
  const parameters = values.parameter.map(assignment);
  if (parameters.length > 0) refuseWithParameters(update, positionals);
  const cluster = values.cluster === ""
    ? ""
    : resolveCluster(values.cluster, "--cluster or the environment variable UDL_CLUSTER");
  // A committed run states its time, so nothing comes from the cache, except in a paper run, which
  // may resume.
  const fresh = values.fresh || (update && scale !== "paper");
  return {
    figures: positionals,
    scale,
    jobs,
    parameters,
    out: resolve(projectRoot, values.out ?? (parameters.length > 0 ? "out/changed" : "out")),
    open,
    update,
    fresh,
    exact,
    cluster,
  };
}
