import { assert } from "@std/assert";
import { display, factsMime } from "./display.ts";
import { type Scale, session } from "./session.ts";

/** What the measurement says of a statement. */
export type Verdict = "supported" | "not supported" | "not tested";

/** One statement of a caption, with what was measured. */
export interface Claim {
  /** Short name, stable from run to run, such as `"deeper-is-faster"`. */
  readonly id: string;
  /** The statement, as a sentence. */
  readonly statement: string;
  /** What was measured, with its unit. */
  readonly measured: string;
  /** What the measurement is held against. */
  readonly threshold: string;
  /** Whether the measurement meets the threshold; undefined where this scale cannot tell. */
  readonly holds: boolean | undefined;
  /** The verdict that is expected at this scale, `"supported"` where nothing is said. */
  readonly expected?: Verdict;
  /** Why a claim is not expected to be supported, or not tested. */
  readonly reason?: string;
}

/** A claim with its verdict. */
export interface JudgedClaim extends Omit<Claim, "holds" | "expected"> {
  /** What the measurement says. */
  readonly verdict: Verdict;
  /** What it was declared to say. */
  readonly expected: Verdict;
}

/**
 * Gives each claim its verdict. At quick scale an untested claim needs no declaration; at the others
 * one that is not expected to be supported must be declared, so that nothing is dropped in silence.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { judge } from "lib/notebook/claims.ts";
 *
 * const claim = { id: "a", statement: "2 > 1", measured: "2", threshold: "> 1", holds: 2 > 1 };
 * assertEquals(judge([claim], "standard")[0]?.verdict, "supported");
 * ```
 *
 * @throws {TypeError} If two claims share an id, or a reason is missing.
 */
export function judge(claims: readonly Claim[], scale: Scale): JudgedClaim[] {
  const ids = new Set<string>();
  return claims.map(({ holds, expected, ...claim }) => {
    if (ids.has(claim.id)) throw new TypeError(`Two claims have the id "${claim.id}".`);
    ids.add(claim.id);
    const verdict = holds === undefined ? "not tested" : holds ? "supported" : "not supported";
    const untestedAtQuick = scale === "quick" && verdict === "not tested";
    expected ??= untestedAtQuick ? "not tested" : "supported";
    if (!claim.reason && (expected !== "supported" || verdict === "not tested")) {
      throw new TypeError(`The claim "${claim.id}" needs a reason for being ${verdict}.`);
    }
    return { ...claim, verdict, expected };
  });
}

/** Verdicts as the table shows them; the space after the mark does not break. */
const marks: Record<Verdict, string> = {
  "supported": "✓\u00a0supported",
  "not supported": "✗\u00a0not supported",
  "not tested": "–\u00a0not tested",
};

/** The claims as a Markdown table, in the order given. */
export function claimsTable(claims: readonly JudgedClaim[]): string {
  const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
  const rows = claims.map(({ statement, measured, threshold, verdict, reason }) => {
    const remark = reason === undefined ? "" : `: ${reason}`;
    return `| ${[statement, measured, threshold, marks[verdict] + remark].map(cell).join(" | ")} |`;
  });
  const head = ["| Claim | Measured | Threshold | Verdict |", "|:--|:--|:--|:--|"];
  return [...head, ...rows].join("\n");
}

/**
 * Shows the claims of a figure as a table, then fails the cell unless every verdict is the declared
 * one.
 *
 * @throws {AssertionError} If a verdict differs from the declared one.
 * @throws {TypeError} If two claims share an id, or a reason is missing.
 *
 * @example Usage
 * ```ts
 * import { claims } from "lib/notebook/claims.ts";
 * import { setup } from "lib/notebook/session.ts";
 *
 * await setup({ figure: "20.2", seed: 1, scale: "quick" });
 * const errors = [0.02, 0.01, 0];
 * await claims([{
 *   id: "fits",
 *   statement: "Each network fits its labels.",
 *   measured: `training error at most ${Math.max(...errors)}`,
 *   threshold: "< 0.05",
 *   holds: errors.every((error) => error < 0.05),
 * }]);
 * ```
 */
export async function claims(list: readonly Claim[]): Promise<void> {
  const judged = judge(list, session().scale);
  const table = claimsTable(judged);
  await display({ "text/markdown": table, "text/plain": table, [factsMime]: { claims: judged } });
  const differing = judged.filter(({ verdict, expected }) => verdict !== expected)
    .map(({ id, verdict, expected }) => `"${id}" is ${verdict} (declared: ${expected})`);
  assert(
    differing.length === 0,
    `The verdicts differ from the declared ones: ${differing.join(", ")}`,
  );
}
