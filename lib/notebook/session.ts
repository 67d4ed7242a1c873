import { blasBackend } from "../compute/blas.ts";
import { UserError } from "../errors.ts";
import { checkKeys, checkWhole } from "../options.ts";
import { forgetChanges } from "./changed_parameters.ts";
import { flushOutput, insideKernel } from "./display.ts";
import { startGuard } from "./guard.ts";
import { listenForStop } from "./stop.ts";
import { requireDeno } from "../version.ts";

/** How much of the published experiment to run; see the README. */
export type Scale = "quick" | "standard" | "paper";

const scales: readonly Scale[] = ["quick", "standard", "paper"];

/** What a notebook is about and how it runs. */
export interface Session {
  /** The figure's number, such as `"20.2"`; undefined if the notebook is no figure's. */
  readonly figure: string | undefined;
  /** How much of the published experiment to run. */
  readonly scale: Scale;
  /** The seed of all randomness in the notebook. */
  readonly seed: number;
  /** When the notebook was set up, in milliseconds as `performance.now()` counts. */
  readonly started: number;
}

let current: Session | undefined;

/**
 * The session that {@linkcode setup} started.
 *
 * @throws {UserError} If the notebook's first code cell has not been run.
 */
export function session(): Session {
  if (current === undefined) {
    throw new UserError("The notebook is not set up.", "Run its first code cell, then this one.");
  }
  return current;
}

/**
 * Checks the name of a scale.
 *
 * @throws {UserError} If there is no such scale.
 */
export function asScale(text: string): Scale {
  const scale = scales.find((name) => name === text);
  if (scale !== undefined) return scale;
  throw new UserError(`There is no scale "${text}".`, "Choose quick, standard or paper.");
}

/**
 * Reports errors in timers, which would otherwise make the kernel hang at the next cell that waits.
 */
function reportLateErrors(): void {
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    console.error(event.error);
  });
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    console.error(event.reason);
  });
}

/**
 * Prepares a notebook and prints one line on how it runs: checks Deno, makes Stop end the cell
 * rather than the kernel, and sets the scale (from `UDL_SCALE`, or as given) and the seed.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { setup } from "lib/notebook/session.ts";
 *
 * const { scale, seed } = await setup({ figure: "20.2", seed: 1, scale: "quick" });
 * assertEquals([scale, seed], ["quick", 1]);
 * ```
 *
 * @throws {UserError} If Deno is too old or the scale does not exist.
 */
export async function setup(
  options: {
    figure?: string;
    seed: number;
    scale?: Scale;
  },
): Promise<Session> {
  checkKeys(options, ["figure", "seed", "scale"], "setup()");
  const { figure, seed } = options;
  const scale = asScale(options.scale ?? Deno.env.get("UDL_SCALE") ?? "standard");
  checkWhole(seed, 0, "seed", "setup()");
  requireDeno();
  listenForStop();
  if (current === undefined) {
    reportLateErrors();
    if (insideKernel()) startGuard();
  }
  forgetChanges();
  current = { figure, scale, seed, started: performance.now() };
  const machine = `${blasBackend()} · ${navigator.hardwareConcurrency} cores`;
  const place = figure === undefined ? "" : `Figure ${figure} · `;
  console.log(`${place}${scale} scale · seed ${seed} · ${machine}`);
  await flushOutput();
  return current;
}
