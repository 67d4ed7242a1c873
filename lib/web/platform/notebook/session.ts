import { host } from "../../host.ts";

/** How much of the published experiment to run. */
export type Scale = "quick" | "standard" | "paper";

/** What a notebook is about and how it runs. */
export interface Session {
  /** The figure's number, such as `"20.2"`. */
  readonly figure: string;
  /** How much of the published experiment to run. */
  readonly scale: Scale;
  /** The seed of all randomness in the notebook. */
  readonly seed: number;
}

let current: Session | undefined;

/** The session that {@linkcode setup} started. */
export function session(): Session {
  if (current === undefined) throw new Error("The notebook is not set up.");
  return current;
}

/** Begins a notebook at the host's scale. Stands for `lib/notebook/session.ts` in a browser. */
export function setup(
  { figure, seed }: { readonly figure: string; readonly seed: number },
): Promise<Session> {
  current = { figure, seed, scale: host().scale };
  return Promise.resolve(current);
}
