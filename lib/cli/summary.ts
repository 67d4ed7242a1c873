import { type Difference, differences } from "./differences.ts";
import type { Execution } from "./execution.ts";
import type { Options } from "./options.ts";
import { type JudgedClaim, tellingClaims, type Verdict } from "../notebook/judge.ts";
import { facts, readNotebook } from "../notebook/notebook_file.ts";
import { numbers } from "../notebook/numbers.ts";
import type { Scale } from "../notebook/session.ts";

/** A figure whose run differs from the committed one. */
interface Differing {
  readonly figure: string;
  readonly found: readonly Difference[];
}

/** The verdicts, but for those on what only a bug could fail, which count where they are unexpected. */
function verdictsLine(list: readonly Execution[]): string {
  const claims = list.flatMap(({ result }) => result?.claims ?? []);
  const telling = tellingClaims(claims);
  const number = (verdict: Verdict): number =>
    telling.filter((claim) => claim.verdict === verdict).length;
  const counts = (["supported", "not supported", "not tested"] as const)
    .map((verdict) => `${number(verdict)} ${verdict}`);
  const surprising = claims.filter(({ verdict, expected }) => verdict !== expected)
    .map(({ id }) => id);
  const surprise = surprising.length === 0 ? "" : ` Other than declared: ${surprising.join(", ")}.`;
  return `Claims: ${counts.join(", ")}.${surprise}`;
}

/** What a figure's run differs in, such as `"20.13 in 2 measurements, by at most 0.4 %"`. */
function differingText({ figure, found }: Differing): string {
  const verdicts = found.filter(({ verdict }) => verdict).map(({ id }) => `the verdict of ${id}`);
  const distances = found.map(({ relative }) => relative).filter((distance) => distance > 0);
  const finite = distances.filter(Number.isFinite);
  const most = finite.length === 0 ? "" : `, by at most ${percent(Math.max(...finite))}`;
  const plural = distances.length === 1 ? "measurement" : "measurements";
  const measured = distances.length === 0 ? [] : [`${distances.length} ${plural}${most}`];
  return `${figure} in ${[...verdicts, ...measured].join(" and ")}`;
}

function percent(share: number): string {
  return share < 0.0005 ? "less than 0.1 %" : `${numbers(100 * share, 1)} %`;
}

async function committedLine(list: readonly Execution[], scale: Scale): Promise<string> {
  const differing: Differing[] = [];
  let compared = 0;
  for (const { notebook, result, injected = [] } of list) {
    const committed = facts(await readNotebook(notebook.path));
    if (result === undefined || committed["scale"] !== scale || injected.length > 0) continue;
    const found = differences(result.claims, committed["claims"] as JudgedClaim[]);
    compared++;
    if (found.length > 0) differing.push({ figure: notebook.figure, found });
  }
  if (compared === 0) return "";
  if (differing.length === 0) return "All measurements are those of the committed notebooks.";
  return `Other than in the committed notebooks: ${differing.map(differingText).join("; ")}.`;
}

function memoryLine(list: readonly Execution[]): string {
  const known = list.filter(({ memory = 0 }) => memory > 0)
    .toSorted((a, b) => b.memory! - a.memory!);
  const [most] = known;
  if (most === undefined) return "";
  const gigabytes = numbers(most.memory! / 1e9, 1);
  return `Most memory of a notebook: ${gigabytes} GB, in ${most.notebook.figure}.`;
}

/**
 * What came of a run of several notebooks, in lines: verdicts, what differs from the committed
 * notebooks where they are of this scale, and the most memory that one took.
 */
export async function summary(
  list: readonly Execution[],
  { scale, update }: Pick<Options, "scale" | "update">,
): Promise<string[]> {
  const committed = update
    ? "They are the committed notebooks now; version control tells what has changed."
    : await committedLine(list, scale);
  const lines = [verdictsLine(list), committed, memoryLine(list)];
  return lines.filter((line) => line !== "");
}
