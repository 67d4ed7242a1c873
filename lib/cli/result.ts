import type { Notebook } from "./catalogue.ts";
import { facts, type NotebookFile, outputs, readNotebook } from "../notebook/notebook_file.ts";
import { type JudgedClaim, otherVerdicts } from "../notebook/judge.ts";
import type { Scale } from "../notebook/session.ts";

/** The result of running a notebook, as stored in `result.json`. */
export interface Result {
  /** The figure's number. */
  readonly figure: string;
  /** How much of the published experiment was run. */
  readonly scale: Scale;
  /** Seeds of the runs. */
  readonly seeds: readonly number[];
  /** The matrix product that was used. */
  readonly backend: string;
  /** Versions of the software. */
  readonly versions: Readonly<Record<string, string>>;
  /** Wall time of the notebook. */
  readonly seconds: number;
  /** The claims with their verdicts. */
  readonly claims: readonly JudgedClaim[];
  /** Differences from the published protocol. */
  readonly deviations: readonly string[];
  /** Number of results of sweeps that came from the cache. */
  readonly cached?: number;
  /** Parameters that were changed on the command line. */
  readonly parameters?: readonly string[];
  /** Why the notebook failed, if it did. */
  readonly error?: string;
}

/** Terminal color codes, which tracebacks contain. */
// deno-lint-ignore no-control-regex
const colors = /\x1b\[[0-9;]*m/g;

/** Why a notebook failed: a cell did, or a verdict is not the declared one; undefined if it did not. */
function failureOf(file: NotebookFile, claims: readonly JudgedClaim[]): string | undefined {
  const failure = outputs(file).find(({ output_type }) => output_type === "error");
  if (failure !== undefined) return `${failure.ename}: ${failure.evalue}`.replace(colors, "");
  const others = otherVerdicts(claims);
  if (others.length === 0) return undefined;
  return `The verdicts differ from the declared ones: ${others.join(", ")}`;
}

/** Collects the result of an executed notebook; `seconds` is used if the notebook failed early. */
export async function readResult(
  notebook: Notebook,
  executed: string,
  scale: Scale,
  seconds: number,
): Promise<Result> {
  const file = await readNotebook(executed);
  const found = facts(file) as Partial<Result>;
  const claims = found.claims ?? [];
  const error = failureOf(file, claims);
  return {
    figure: notebook.figure,
    scale,
    seeds: found.seeds ?? [],
    backend: found.backend ?? "",
    versions: found.versions ?? {},
    seconds: found.seconds ?? seconds,
    claims,
    deviations: found.deviations ?? [],
    ...(found.cached !== undefined && { cached: found.cached }),
    ...(found.parameters && { parameters: found.parameters }),
    ...(error !== undefined && { error }),
  };
}
