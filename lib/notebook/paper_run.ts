import type { ClaimKind, JudgedClaim, Verdict } from "./judge.ts";
import { duration } from "./progress_line.ts";
import { savedResults, saveResults } from "./results.ts";
import { sweepTotals } from "./sweep.ts";
import { groups } from "../d3.ts";

/** What stands for a text that there is none of, as a field of the file cannot be empty. */
const nothing = "–";

/** The columns of the file, a row a claim; `date` comes before them. */
const columns = {
  date: "text",
  seeds: "text",
  changed: "text",
  seconds: "integer",
  id: "text",
  kind: "text",
  statement: "text",
  measured: "text",
  threshold: "text",
  verdict: "text",
  reason: "text",
} as const;

/** Where the verdicts of a figure's runs at paper scale are kept. */
export interface PaperRun {
  /** Name of the file in `data/results/`, such as `"20_05_linear_slices"`. */
  readonly name: string;
  /** The seeds of the run. */
  readonly seeds: readonly number[];
}

/** A claim as it is kept. */
export type KeptClaim = Omit<JudgedClaim, "expected" | "values">;

/** A run at paper scale that is kept. */
export interface KeptRun {
  /** When it was made, with which seeds and changes, and how long it computed, in Markdown. */
  readonly heading: string;
  /** What it said of the claims, in their order. */
  readonly claims: readonly KeptClaim[];
}

/**
 * Keeps the verdicts of a run at paper scale in `data/results/`, with the seeds, what was changed
 * from outside, and the seconds that its runs took to compute. They replace those of an earlier run
 * with the same changes.
 *
 * @param changes The parameters that were changed, each as a sentence's part.
 * @throws {UserError} If the file is damaged.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { judge } from "lib/notebook/judge.ts";
 * import { keepPaperRun, keptPaperRuns } from "lib/notebook/paper_run.ts";
 *
 * const folder = `${await Deno.makeTempDir()}/`;
 * const judged = judge([{
 *   id: "larger",
 *   kind: "statement",
 *   statement: "2 is more than 1.",
 *   threshold: "> 1",
 *   holds: () => true,
 * }], "paper", "too small");
 * await keepPaperRun({ name: "20_05", seeds: [1] }, judged, ["seeds = [1] in place of [1, 2]"], folder);
 * assertEquals((await keptPaperRuns("20_05", folder))[0]?.claims[0]?.verdict, "supported");
 * ```
 */
export async function keepPaperRun(
  { name, seeds }: PaperRun,
  judged: readonly JudgedClaim[],
  changes: readonly string[],
  folder?: string,
): Promise<void> {
  const changed = changes.join("; ") || nothing;
  const fresh = judged.map((claim) => ({
    seeds: seeds.join(", "),
    changed,
    seconds: Math.round(sweepTotals().computingSeconds),
    id: claim.id,
    kind: claim.kind,
    statement: claim.statement,
    measured: claim.measured,
    threshold: claim.threshold,
    verdict: claim.verdict,
    reason: claim.verdict === "supported" ? nothing : claim.reason ?? nothing,
  }));
  const before = await savedResults(name, columns, folder);
  const others = before.filter((row) => row.changed !== changed);
  await saveResults(name, [...others, ...fresh], folder);
}

/**
 * The runs at paper scale that {@linkcode keepPaperRun} kept; empty if there are none.
 *
 * @param name Name of the file in `data/results/`.
 * @throws {UserError} If the file is damaged.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { keptPaperRuns } from "lib/notebook/paper_run.ts";
 *
 * assertEquals(await keptPaperRuns("20_99_not_run_yet"), []);
 * ```
 */
export async function keptPaperRuns(name: string, folder?: string): Promise<KeptRun[]> {
  const rows = await savedResults(name, columns, folder);
  return groups(rows, ({ changed }) => changed).map(([changed, run]) => {
    const { date, seeds, seconds } = run[0]!;
    const facts = [
      `**The same at the paper’s scale${changed === nothing ? "" : ", with changes"}**`,
      `seed${seeds.includes(",") ? "s" : ""} ${seeds}`,
      ...(changed === nothing ? [] : [`\`${changed}\``]),
      `${duration(seconds)} of computing on ${date}`,
    ];
    return {
      heading: facts.join(" · "),
      claims: run.map(({ id, kind, statement, measured, threshold, verdict, reason }) => ({
        id,
        kind: kind as ClaimKind,
        statement,
        measured,
        threshold,
        verdict: verdict as Verdict,
        reason: reason === nothing ? undefined : reason,
      })),
    };
  });
}
