import { parameterChanges } from "./changed_parameters.ts";
import { display, factsMime, paperRunMime } from "./display.ts";
import {
  type Claim,
  type ClaimKind,
  judge,
  type JudgedClaim,
  otherVerdicts,
  type Verdict,
} from "./judge.ts";
import { keepPaperRun, type KeptClaim, keptPaperRuns, type PaperRun } from "./paper_run.ts";
import { session } from "./session.ts";
import { checkKeys } from "../options.ts";

/** Verdicts as the table shows them; the space after the mark does not break. */
const marks: Record<Verdict, string> = {
  "supported": "✓\u00a0supported",
  "not supported": "✗\u00a0not supported",
  "not tested": "–\u00a0not tested",
};

/** What stands before the statement of a claim that is none of the caption. */
const prefixes: Record<ClaimKind, string> = {
  "statement": "",
  "control": "_Control._ ",
  "check": "_Check._ ",
};

/** The claims as a Markdown table, in the order given. */
export function claimsTable(claims: readonly KeptClaim[]): string {
  const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
  const rows = claims.map(({ kind, statement, measured, threshold, verdict, reason }) => {
    const remark = reason === undefined ? "" : `: ${reason}`;
    const texts = [prefixes[kind] + statement, measured, threshold, marks[verdict] + remark];
    return `| ${texts.map(cell).join(" | ")} |`;
  });
  const head = ["| Claim | Measured | Threshold | Verdict |", "|:--|:--|:--|:--|"];
  return [...head, ...rows].join("\n");
}

/** Shows the runs at paper scale that are kept, each as a table of its own. */
async function showPaperRuns(name: string): Promise<void> {
  for (const run of await keptPaperRuns(name)) {
    const { heading, claims } = run;
    await display({
      "text/markdown": `${heading}\n\n${claimsTable(claims)}`,
      "text/plain": heading,
      [paperRunMime]: run,
    });
  }
}

/**
 * What is said of verdicts that are not the declared ones; empty if there are none. It is no error: the
 * notebook cannot know whether its reader has changed a parameter.
 */
export function surprise(claims: readonly JudgedClaim[]): string {
  const others = otherVerdicts(claims);
  if (others.length === 0) return "";
  return `**Other than declared:** ${
    others.join(", ")
  }. What is declared holds for the parameters ` +
    "of the committed notebook; with other parameters, this is a result.";
}

/**
 * Shows the claims of a figure as a table, and below it says which verdicts are not the declared ones.
 * Where the command line has changed parameters, none is tested.
 *
 * @param options `untested` says why quick scale cannot tell what it does not test. `paperRun` names
 * the file where the verdicts of a run at paper scale are kept, changed or not; those that it has
 * are shown below the table.
 *
 * @throws {TypeError} If two claims share an id, or one that is expected to fail has no reason.
 *
 * @example Usage
 * ```ts
 * import { claims } from "lib/notebook/claims.ts";
 * import { setup } from "lib/notebook/session.ts";
 *
 * await setup({ figure: "20.2", seed: 1, scale: "standard" });
 * const errors = [0.02, 0.01, 0];
 * await claims([{
 *   id: "fits",
 *   kind: "statement",
 *   statement: "Each network fits its labels.",
 *   values: errors,
 *   threshold: "training error < 0.05 in every seed",
 *   holds: () => errors.every((error) => error < 0.05),
 * }], { untested: "a few steps cannot tell" });
 * ```
 */
export async function claims(
  list: readonly Claim[],
  options: { readonly untested?: string; readonly paperRun?: PaperRun } = {},
): Promise<void> {
  checkKeys(options, ["untested", "paperRun"], "claims()");
  const { untested = "too small to tell", paperRun } = options;
  const { scale } = session();
  const changes = parameterChanges();
  const judged = judge(list, scale, untested, changes.length > 0);
  const text = `${claimsTable(judged)}\n\n${surprise(judged)}`.trim();
  await display({ "text/markdown": text, "text/plain": text, [factsMime]: { claims: judged } });
  if (paperRun === undefined) return;
  if (scale === "paper") await keepPaperRun(paperRun, judge(list, scale, untested), changes);
  await showPaperRuns(paperRun.name);
}
