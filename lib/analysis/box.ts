import { UserError } from "../errors.ts";

/** The bounds of each variable, and the projection onto them. */
export interface Box {
  /** Smallest value of each variable. */
  readonly lower: Float64Array;
  /** Largest value of each variable. */
  readonly upper: Float64Array;
  /** The value nearest to x within the bounds of variable i. */
  inside(x: number, i: number): number;
}

/** A lower or upper bound: one for all variables, or one for each. */
export type Bound = number | ArrayLike<number>;

/**
 * The box that two bounds define for n variables.
 *
 * @throws {UserError} If a lower bound exceeds its upper bound, or the number of bounds is not n.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { boxOf } from "lib/analysis/box.ts";
 *
 * const { inside } = boxOf(2, 0, [1, 2]);
 * assertEquals([inside(-1, 0), inside(1.5, 1), inside(3, 1)], [0, 1.5, 2]);
 * ```
 */
export function boxOf(n: number, least: Bound, most: Bound): Box {
  const each = (bound: Bound) =>
    typeof bound === "number" ? new Float64Array(n).fill(bound) : Float64Array.from(bound);
  const [lower, upper] = [each(least), each(most)];
  if (lower.length !== n || upper.length !== n) {
    throw new UserError(
      `${n} variables cannot have ${lower.length} lower and ${upper.length} upper bounds.`,
      "Give one bound for all variables, or one for each.",
    );
  }
  if (!lower.every((low, i) => low <= upper[i]!)) {
    throw new UserError("A lower bound is above its upper bound.", "Exchange the two.");
  }
  return { lower, upper, inside: (x, i) => Math.min(upper[i]!, Math.max(lower[i]!, x)) };
}
