import type { Scale } from "../notebook/session.ts";
import type { Dropped, StoredCall, StoredSweep } from "../notebook/stored_runs.ts";
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

/** An array that throws as soon as it is looked at. */
function droppedArray({ droppedArray: kind, length }: Dropped): object {
  return new Proxy({}, {
    get() {
      throw new Error(`A ${kind} of ${length} numbers is not stored with the page.`);
    },
  });
}

function isDropped(value: object): value is Dropped {
  return "droppedArray" in value;
}

function revive(value: unknown): unknown {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(revive);
  if (isDropped(value)) return droppedArray(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revive(item)]));
}

/**
 * Reads the text of a `runs.json`. An array that was too long to be stored throws when it is read.
 *
 * @example Usage
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { parseRuns } from "lib/web/stored.ts";
 *
 * const phi = '{"droppedArray":"Float32Array","length":9}';
 * const text = `{"scale":"quick","sweeps":[{"name":"a","points":[{}],"results":[{"phi":${phi}}]}],"calls":[]}`;
 * const { scale, sweeps } = parseRuns(text);
 * assertEquals(scale, "quick");
 * const result = sweeps[0]!.results[0] as { phi: Float32Array };
 * assertThrows(() => result.phi[0], Error, "A Float32Array of 9 numbers is not stored");
 * ```
 */
export function parseRuns(text: string): StoredRuns {
  return revive(decode(text)) as StoredRuns;
}
