import { escapeHtml } from "../notebook/display.ts";
import type { ClaimKind, JudgedClaim, Verdict } from "../notebook/judge.ts";
import type { KeptClaim } from "../notebook/paper_run.ts";

/** A claim of this run, or of one that was kept, whose verdicts were not declared. */
type ShownClaim = KeptClaim & Partial<Pick<JudgedClaim, "expected">>;

const marks: Record<Verdict, string> = {
  "supported": '<span class="supported">✓ supported</span>',
  "not supported": '<span class="failed">✗ not supported</span>',
  "not tested": '<span class="soft">– not tested</span>',
};

const kinds: Record<ClaimKind, string> = {
  "statement": "",
  "control": '<span class="kind">Control.</span> ',
  "check": '<span class="kind">Check.</span> ',
};

function count(claims: readonly KeptClaim[], one: string, many: string): string {
  if (claims.length === 0) return "";
  const supported = claims.filter(({ verdict }) => verdict === "supported").length;
  return `${supported} of ${claims.length} ${claims.length === 1 ? one : many}`;
}

/**
 * How many of the claims are supported, by kind, such as `"4 of 5 statements and 2 of 2 controls supported"`;
 * what only a bug could fail is not counted. Empty if there is none.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { verdictCounts } from "lib/page/verdicts.ts";
 *
 * assertEquals(verdictCounts([]), "");
 * ```
 */
export function verdictCounts(claims: readonly KeptClaim[]): string {
  const ofKind = (kind: ClaimKind): KeptClaim[] => claims.filter((claim) => claim.kind === kind);
  const counts = [
    count(ofKind("statement"), "statement", "statements"),
    count(ofKind("control"), "control", "controls"),
  ].filter((words) => words !== "");
  const untested = claims.filter(({ verdict }) => verdict === "not tested").length;
  const rest = untested === 0 ? "" : `, ${untested} not tested`;
  return counts.length === 0 ? "" : `${counts.join(" and ")} supported${rest}`;
}

function row(claim: ShownClaim): string {
  const { kind, statement, measured, threshold, verdict, expected = verdict, reason } = claim;
  const surprise = verdict === expected ? "" : ` <b class="failed">(declared: ${expected})</b>`;
  const why = reason === undefined ? "" : `<div class="reason">${escapeHtml(reason)}</div>`;
  return "<tr>" +
    `<td class="verdict">${marks[verdict]}${surprise}</td>` +
    `<th scope="row">${kinds[kind]}${escapeHtml(statement)}${why}</th>` +
    `<td data-label="Measured">${escapeHtml(measured)}</td>` +
    `<td data-label="Threshold">${escapeHtml(threshold)}</td></tr>`;
}

/** The claims as one table, the verdict first; empty if there is none. */
export function verdictTable(claims: readonly ShownClaim[], caption: string): string {
  if (claims.length === 0) return "";
  const head = ["Verdict", "Statement", "Measured", "Threshold"].map((name) =>
    `<th scope="col">${name}</th>`
  );
  return `<table class="verdicts"><caption>${escapeHtml(caption)}</caption>` +
    `<thead><tr>${head.join("")}</tr></thead><tbody>${claims.map(row).join("\n")}</tbody></table>`;
}
