import { facts, type Notebook, outputs, readNotebook } from "./catalogue.ts";
import type { JudgedClaim } from "../notebook/claims.ts";
import type { Scale } from "../notebook/session.ts";

/** What a run of a notebook found, as `result.json` holds it. */
export interface Result {
  /** The figure's number. */
  readonly figure: string;
  /** How much of the published experiment was run. */
  readonly scale: Scale;
  /** Seeds of the runs. */
  readonly seeds: readonly number[];
  /** What the arithmetic ran on. */
  readonly backend: string;
  /** Versions of the software. */
  readonly versions: Readonly<Record<string, string>>;
  /** Wall time of the notebook. */
  readonly seconds: number;
  /** The claims with their verdicts. */
  readonly claims: readonly JudgedClaim[];
  /** Differences from the published protocol. */
  readonly deviations: readonly string[];
  /** Why the notebook failed, where it did. */
  readonly error?: string;
}

/** Terminal color codes, which tracebacks hold. */
// deno-lint-ignore no-control-regex
const colors = /\x1b\[[0-9;]*m/g;

/** Collects the result of an executed notebook; `seconds` counts where the notebook failed early. */
export async function readResult(
  notebook: Notebook,
  executed: string,
  scale: Scale,
  seconds: number,
): Promise<Result> {
  const file = await readNotebook(executed);
  const failure = outputs(file).find(({ output_type }) => output_type === "error");
  const found = facts(file) as Partial<Result>;
  return {
    figure: notebook.figure,
    scale,
    seeds: found.seeds ?? [],
    backend: found.backend ?? "",
    versions: found.versions ?? {},
    seconds: found.seconds ?? seconds,
    claims: found.claims ?? [],
    deviations: found.deviations ?? [],
    ...(failure && { error: `${failure.ename}: ${failure.evalue}`.replace(colors, "") }),
  };
}

/**
 * Seconds that a notebook is likely to take: as long as its last run in `folder` at this scale, else
 * as its committed run; undefined where neither is known.
 */
export async function expectedSeconds(
  notebook: Notebook,
  folder: string,
  scale: Scale,
): Promise<number | undefined> {
  const earlier = await Deno.readTextFile(`${folder}/${notebook.stem}/result.json`)
    .then((text) => JSON.parse(text) as Result).catch(() => undefined);
  if (earlier?.scale === scale && earlier.error === undefined) return earlier.seconds;
  const committed = facts(await readNotebook(notebook.path)) as Partial<Result>;
  return committed.scale === scale ? committed.seconds : undefined;
}
