import { expand } from "../notebook/compact.ts";
import type { Scale } from "../notebook/session.ts";
import type { Shortened, StoredCall, StoredSweep } from "../notebook/stored_runs.ts";
import { decode } from "../sweep/encoding.ts";

/** The runs of a notebook's sweeps, as `task figures` stored them. */
export interface StoredRuns {
  /** The scale of the runs. */
  readonly scale: Scale;
  /** The sweeps, in the order in which they ran. */
  readonly sweeps: readonly StoredSweep[];
  /** The calls of functions on parameters, in order. */
  readonly calls: readonly StoredCall[];
}

/** An array of which only the first elements are known; the others are NaN. */
function lengthen({ shortened, length, first }: Shortened): Float32Array | Float64Array {
  const array = shortened === "Float32Array" ? new Float32Array(length) : new Float64Array(length);
  array.fill(NaN);
  array.set(first);
  return array;
}

function isShortened(value: object): value is Shortened {
  return "shortened" in value;
}

function revive(value: unknown): unknown {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(revive);
  if (isShortened(value)) return lengthen(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revive(item)]));
}

/**
 * Reads the text of a `runs.json`. What is not known of an array that was too long to be stored is
 * NaN, so that a claim that depends on it does not get the declared verdict, and the page says so.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { shortenArrays } from "lib/notebook/stored_runs.ts";
 * import { encode } from "lib/sweep/encoding.ts";
 * import { parseRuns } from "lib/web/stored.ts";
 *
 * const results = shortenArrays([{ phi: new Float32Array(10_000) }], 1);
 * const sweeps = [{ name: "a", points: [{}], results }];
 * const { scale, sweeps: [sweep] } = parseRuns(encode({ scale: "quick", sweeps, calls: [] }));
 * const { phi } = sweep!.results[0] as { phi: Float32Array };
 * assertEquals([scale, phi.length, phi[0], phi[1]], ["quick", 10_000, 0, NaN]);
 * ```
 */
export function parseRuns(text: string): StoredRuns {
  return revive(expand(decode(text))) as StoredRuns;
}
