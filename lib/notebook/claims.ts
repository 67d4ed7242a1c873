import { parameterChanges } from "./changed_parameters.ts";
import { display, factsMime } from "./display.ts";
import {
  type Claim,
  type ClaimKind,
  judge,
  type JudgedClaim,
  otherVerdicts,
  type Verdict,
} from "./judge.ts";
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
export function claimsTable(claims: readonly JudgedClaim[]): string {
  const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
  const rows = claims.map(({ kind, statement, measured, threshold, verdict, reason }) => {
    const remark = reason === undefined ? "" : `: ${reason}`;
    const texts = [prefixes[kind] + statement, measured, threshold, marks[verdict] + remark];
    return `| ${texts.map(cell).join(" | ")} |`;
  });
  const head = ["| Claim | Measured | Threshold | Verdict |", "|:--|:--|:--|:--|"];
  return [...head, ...rows].join("\n");
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
 * @param options `untested` says why quick scale cannot tell what it does not test.
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
  options: { readonly untested?: string } = {},
): Promise<void> {
  checkKeys(options, ["untested"], "claims()");
  const changed = parameterChanges().length > 0;
  const judged = judge(list, session().scale, options.untested ?? "too small to tell", changed);
  const text = `${claimsTable(judged)}\n\n${surprise(judged)}`.trim();
  await display({ "text/markdown": text, "text/plain": text, [factsMime]: { claims: judged } });
}
