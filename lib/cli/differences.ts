import type { JudgedClaim } from "../notebook/judge.ts";

/** A claim that two runs measured or judged in different ways. */
export interface Difference {
  /** The claim's id. */
  readonly id: string;
  /** How far the measurements are apart, relative to the larger one; Infinity if in their words. */
  readonly relative: number;
  /** Whether the verdicts differ. */
  readonly verdict: boolean;
}

/** The numbers in a text, such as 1500 in "1,500 steps". */
function numbersIn(text: string): number[] {
  const found = text.matchAll(/[−-]?\d[\d,]*(?:\.\d+)?/g);
  return [...found].map(([digits]) => Number(digits.replaceAll(",", "").replace("−", "-")));
}

function relative(a: number, b: number): number {
  return a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
}

/** The largest relative difference of two lists; Infinity if one is longer. */
function apart(some: readonly number[], others: readonly number[]): number {
  if (some.length !== others.length) return Infinity;
  return Math.max(0, ...some.map((value, i) => relative(value, others[i]!)));
}

/** How far the measurements of a claim are apart: by their values, or by the numbers in words. */
function measuredApart(claim: JudgedClaim, other: JudgedClaim): number {
  if (claim.measured === other.measured) return 0;
  const finite = (values: readonly number[] | undefined): boolean =>
    values !== undefined && values.every(Number.isFinite);
  if (finite(claim.values) && finite(other.values)) {
    const byValues = apart(claim.values!, other.values!);
    if (byValues > 0) return byValues;
  }
  const inWords = apart(numbersIn(claim.measured), numbersIn(other.measured));
  return inWords === 0 ? Infinity : inWords;
}

/**
 * The claims of a run that differ from those of the same name of another run.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { differences } from "lib/cli/differences.ts";
 *
 * assertEquals(differences([], []), []);
 * ```
 */
export function differences(
  claims: readonly JudgedClaim[],
  others: readonly JudgedClaim[],
): Difference[] {
  return claims.flatMap((claim) => {
    const other = others.find(({ id }) => id === claim.id);
    if (other === undefined) return [];
    const distance = measuredApart(claim, other);
    const verdict = claim.verdict !== other.verdict;
    return distance > 0 || verdict ? [{ id: claim.id, relative: distance, verdict }] : [];
  });
}
