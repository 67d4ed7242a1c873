/**
 * Stands for `lib/notebook/remembered.ts` in a browser: returns what the functions once returned.
 *
 * @module
 */
import { host } from "../../host.ts";

/** What the call returned that is next in order. */
export function alignUnits(): Promise<unknown> {
  return Promise.resolve(host().remember("alignUnits"));
}

/** As above. */
export function planeThrough(): unknown {
  return host().remember("planeThrough");
}
