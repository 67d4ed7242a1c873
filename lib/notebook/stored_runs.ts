import { session } from "./session.ts";
import { writeFileAtomic } from "../files.ts";
import { encode } from "../sweep/encoding.ts";

/** The runs of a sweep as they are stored. */
export interface StoredSweep {
  /** Name of the sweep. */
  readonly name: string;
  /** Points, in order. */
  readonly points: readonly unknown[];
  /** Results, in the order of the points. */
  readonly results: readonly unknown[];
}

/** A call of a function of the library on parameters, with what it returned. */
export interface StoredCall {
  /** Name of the function. */
  readonly name: string;
  /** What it returned. */
  result: unknown;
}

/** What stands for an array that is too long to be stored. */
export interface Dropped {
  /** Kind of the array, such as `"Float32Array"`. */
  readonly droppedArray: string;
  /** Number of its elements. */
  readonly length: number;
}

/** Bytes of the longest typed array that is stored: what is longer are parameters and gradients. */
const mostBytes = 20_000;

/**
 * The same value, with a note in place of each typed array that is longer than 20 kB: no chart
 * shows one.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { withoutLongArrays } from "lib/notebook/stored_runs.ts";
 *
 * const run = { loss: 0.5, phi: new Float32Array(10_000) };
 * const phi = { droppedArray: "Float32Array", length: 10_000 };
 * assertEquals(withoutLongArrays(run), { loss: 0.5, phi });
 * ```
 */
export function withoutLongArrays(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    const { length } = value as Uint8Array;
    const note: Dropped = { droppedArray: value.constructor.name, length };
    return value.byteLength > mostBytes ? note : value;
  }
  if (Array.isArray(value)) return value.map(withoutLongArrays);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, withoutLongArrays(item)]);
  return Object.fromEntries(entries);
}

const sweeps: StoredSweep[] = [];
const calls: StoredCall[] = [];

/** Keeps the runs of a sweep for pages that draw the figure again. */
export function keepSweep(sweep: StoredSweep): void {
  sweeps.push(sweep);
}

/** Keeps a call for these pages; its result may be set later. */
export function keepCall(call: StoredCall): void {
  calls.push(call);
}

/** Writes what was kept to the file that `UDL_RUNS` names; does nothing where it names none. */
export async function writeRuns(): Promise<void> {
  const path = Deno.env.get("UDL_RUNS");
  if (!path) return;
  const { scale } = session();
  await writeFileAtomic(path, encode(withoutLongArrays({ scale, sweeps, calls })));
}
