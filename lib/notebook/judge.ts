import { fromTo, numbers } from "./numbers.ts";
import type { Scale } from "./session.ts";
import { meanInterval } from "../analysis/interval.ts";
import { checkKeys, checkWord } from "../options.ts";

const longScales: readonly Scale[] = ["standard", "paper"];

/** What the measurement says of a statement. */
export type Verdict = "supported" | "not supported" | "not tested";

/** What a claim is for. */
export type ClaimKind =
  /** A statement of the caption, or what follows from it. */
  | "statement"
  /** A run that should not show the effect, or that tells two explanations apart. */
  | "control"
  /** What only a bug could fail: counts, identities, a radius that is kept. */
  | "check";

/** One statement about a figure, with what was measured. */
export interface Claim {
  /** Short name, stable from run to run, such as `"deeper-is-faster"`. */
  readonly id: string;
  /** What the claim is for. */
  readonly kind: ClaimKind;
  /** The statement, as a sentence. */
  readonly statement: string;
  /** What was measured, with its unit; the values by default. */
  readonly measured?: string;
  /** What the measurement is held against. */
  readonly threshold: string;
  /** Whether the measurement meets the threshold; called only at scales that can tell. */
  holds(): boolean;
  /** One value a seed: the table shows their mean with its 95 % interval, by Student's t. */
  readonly values?: readonly number[];
  /** Digits of the values after the point, 2 by default. */
  readonly digits?: number;
  /** Scales that can tell; by default all for a check, and standard and paper for others. */
  readonly scales?: readonly Scale[] | "all";
  /** What the run lacks to test it, such as `"no run from α = 1"`; undefined if it lacks nothing. */
  readonly lacks?: string | undefined;
  /** Declares that a claim fails where it is tested; the reason says why. */
  readonly expected?: "not supported";
  /** Why it is expected to fail. */
  readonly reason?: string;
}

const claimKeys = [
  "id",
  "kind",
  "statement",
  "measured",
  "threshold",
  "holds",
  "values",
  "digits",
  "scales",
  "lacks",
  "expected",
  "reason",
] as const;

/** A claim with its verdict. */
export interface JudgedClaim {
  /** Short name. */
  readonly id: string;
  /** What the claim is for. */
  readonly kind: ClaimKind;
  /** The statement, as a sentence. */
  readonly statement: string;
  /** What was measured. */
  readonly measured: string;
  /** What the measurement is held against. */
  readonly threshold: string;
  /** What the measurement says. */
  readonly verdict: Verdict;
  /** What it was declared to say. */
  readonly expected: Verdict;
  /** Why it is not tested, or not expected to be supported. */
  readonly reason: string | undefined;
  /** One value a seed, where there are some. */
  readonly values: readonly number[] | undefined;
}

/**
 * What a claim on the interval of some values lacks, as its `lacks`: a single value has no interval.
 *
 * @param values One value a seed.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { lacksInterval } from "lib/notebook/judge.ts";
 *
 * assertEquals(lacksInterval([0.2, 0.3]), undefined);
 * assertEquals(lacksInterval([0.2]), "one seed has no interval");
 * ```
 */
export function lacksInterval(values: readonly number[]): string | undefined {
  return values.length < 2 ? "one seed has no interval" : undefined;
}

/** What was measured: in words, or the values, and their mean with its interval. */
function measuredText({ measured, values, digits = 2 }: Claim): string {
  if (values === undefined || values.length === 0) return measured ?? "–";
  const text = measured ?? numbers(values, digits);
  if (values.length === 1 || !values.every(Number.isFinite)) return text;
  const { mean, low, high } = meanInterval(values);
  return `${text}; mean ${numbers(mean, digits)} (95 % interval ${fromTo([low, high], digits)})`;
}

/** Why a claim is not tested in this run; undefined where it is. */
function untestedReason(
  claim: Claim,
  scale: Scale,
  quickReason: string,
  changed: boolean,
): string | undefined {
  if (changed) return "parameters were changed";
  const { kind, scales = kind === "check" ? "all" : longScales } = claim;
  if (scales !== "all" && !scales.includes(scale)) {
    return scale === "quick" ? quickReason : `run at ${scales.join(" and ")} scale`;
  }
  return claim.lacks;
}

/**
 * Gives each claim its verdict. A claim that is tested must be supported unless it was declared
 * otherwise, so that nothing fails, or is dropped, in silence.
 *
 * @param untested Why quick scale cannot tell.
 * @param changed Whether the notebook's parameters were changed; no claim is tested then.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { judge } from "lib/notebook/judge.ts";
 *
 * const claim = {
 *   id: "larger",
 *   kind: "statement",
 *   statement: "2 is more than 1.",
 *   measured: "2",
 *   threshold: "> 1",
 *   holds: () => 2 > 1,
 * } as const;
 * assertEquals(judge([claim], "standard", "too small")[0]?.verdict, "supported");
 * assertEquals(judge([claim], "quick", "too small")[0]?.verdict, "not tested");
 * ```
 *
 * @throws {TypeError} If two claims share an id, or one that is expected to fail has no reason.
 * @throws {UserError} If a claim has a field that is not known.
 */
export function judge(
  claims: readonly Claim[],
  scale: Scale,
  untested: string,
  changed = false,
): JudgedClaim[] {
  const ids = new Set<string>();
  return claims.map((claim) => {
    const { id, kind, statement, threshold, values } = claim;
    checkKeys(claim, claimKeys, `The claim "${id}"`);
    checkWord(kind, ["statement", "control", "check"], "kind", `the claim "${id}"`);
    if (ids.has(id)) throw new TypeError(`Two claims have the id "${id}".`);
    ids.add(id);
    if (claim.expected !== undefined && !claim.reason) {
      throw new TypeError(`The claim "${id}" needs a reason for being ${claim.expected}.`);
    }
    const measured = measuredText(claim);
    const told = { id, kind, statement, measured, threshold, values };
    const notTested = untestedReason(claim, scale, untested, changed);
    if (notTested !== undefined) {
      return { ...told, verdict: "not tested", expected: "not tested", reason: notTested };
    }
    const verdict = claim.holds() ? "supported" : "not supported";
    const expected = claim.expected ?? "supported";
    return { ...told, verdict, expected, reason: claim.reason };
  });
}

/**
 * The verdicts that are not the declared ones, each as a sentence's part.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { judge, otherVerdicts } from "lib/notebook/judge.ts";
 *
 * const claim = {
 *   id: "larger",
 *   kind: "check",
 *   statement: "1 is more than 2.",
 *   threshold: "> 2",
 *   holds: () => 1 > 2,
 * } as const;
 * const judged = judge([claim], "standard", "too small");
 * assertEquals(otherVerdicts(judged), ['"larger" is not supported (declared: supported)']);
 * ```
 */
export function otherVerdicts(claims: readonly JudgedClaim[]): string[] {
  return claims.filter(({ verdict, expected }) => verdict !== expected)
    .map(({ id, verdict, expected }) => `"${id}" is ${verdict} (declared: ${expected})`);
}

/**
 * The claims that say something of the figure: all but checks, which only a bug could fail.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { tellingClaims } from "lib/notebook/judge.ts";
 *
 * assertEquals(tellingClaims([{ kind: "check" }, { kind: "control" }]), [{ kind: "control" }]);
 * ```
 */
export function tellingClaims<C extends { readonly kind: ClaimKind }>(claims: readonly C[]): C[] {
  return claims.filter(({ kind }) => kind !== "check");
}
