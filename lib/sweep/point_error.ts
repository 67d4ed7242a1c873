import { UserError } from "../errors.ts";
import type { Job } from "./cache.ts";
import type { Outcome } from "./messages.ts";

/** Number of workers that may die on one point. */
export const mostAttempts = 3;

/** How a point ended that has no result. */
type Failure = Extract<Outcome, { type: "failed" | "lost" | "died" }>;

/**
 * The error for a point of the sweep `name` that failed or is lost, or whose workers died.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { pointError } from "lib/sweep/point_error.ts";
 *
 * const outcome = { type: "failed", name: "RangeError", message: "too large", stack: "" } as const;
 * const job = { key: "1f", point: "3", path: "1f.json", checkpoint: "1f.checkpoint.json" };
 * const error = pointError("test", job, outcome);
 * assertEquals(error.message, 'Point 3 of the sweep "test" failed: too large');
 * ```
 */
export function pointError(name: string, { point }: Job, outcome: Failure): Error {
  const shown = point.length > 300 ? `${point.slice(0, 300)}…` : point;
  const problem = `Point ${shown} of the sweep "${name}" failed`;
  if (outcome.type === "died") {
    return new Error(`${problem}: its worker died ${mostAttempts} times (${outcome.message}).`);
  }
  if (outcome.type === "lost") {
    return new UserError(
      `${problem} in a timer, an event or a promise that its function does not wait for: ` +
        `${outcome.message}.`,
      "Await it inside the function.",
    );
  }
  const { name: kind, message, stack } = outcome;
  const cause = Object.assign(new Error(message), { name: kind, stack });
  return kind === "UserError"
    ? new UserError(`${problem}.`, message, { cause })
    : new Error(`${problem}: ${message}`, { cause });
}
