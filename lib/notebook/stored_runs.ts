import { compact } from "./compact.ts";
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

/** What stands for an array that is too long to be stored as a whole. */
export interface Shortened {
  /** Kind of the array. */
  readonly shortened: "Float32Array" | "Float64Array";
  /** Number of its elements. */
  readonly length: number;
  /** Its first elements. */
  readonly first: Float32Array | Float64Array;
}

/** Bytes of the longest array of fractions that is stored as a whole. */
const mostBytes = 20_000;

/** Bytes of the longest one that is always stored. */
const alwaysStored = 2_000;

/** Elements that are kept of a longer array in a result: logits of some hundreds of images. */
const keptOfResults = 2048;

/** Bytes of arrays that are stored of a sweep's results: charts show the first of many images. */
const mostOfSweep = 300_000;

/** Bytes that may still be stored. */
interface Budget {
  left: number;
}

/** An array as it is stored: whole, or its first elements. */
function shortened<A extends Float32Array | Float64Array>(
  array: A,
  kept: number,
  budget: Budget,
): A | Shortened {
  const { length, byteLength, BYTES_PER_ELEMENT: bytes } = array;
  if (byteLength <= alwaysStored) return array;
  const isWhole = byteLength <= mostBytes && byteLength <= budget.left;
  const affordable = Math.max(0, Math.floor(budget.left / bytes));
  const first = isWhole ? array : array.slice(0, Math.min(kept, affordable));
  budget.left -= first.byteLength;
  const kind = array instanceof Float32Array ? "Float32Array" : "Float64Array";
  return isWhole ? array : { shortened: kind, length, first };
}

/**
 * The same value, with the first elements in place of each array of fractions that is longer than
 * 20 kB, as parameters are: no chart shows them.
 *
 * @param kept Number of elements that are kept of such an array.
 * @param budget Bytes of arrays longer than 2 kB that are kept in all; any number by default.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { shortenArrays } from "lib/notebook/stored_runs.ts";
 *
 * const run = { loss: 0.5, phi: new Float32Array(10_000) };
 * const phi = { shortened: "Float32Array", length: 10_000, first: new Float32Array(2) };
 * assertEquals(shortenArrays(run, 2), { loss: 0.5, phi });
 * ```
 */
export function shortenArrays(
  value: unknown,
  kept: number,
  budget: Budget = { left: Infinity },
): unknown {
  if (value instanceof Float32Array || value instanceof Float64Array) {
    return shortened(value, kept, budget);
  }
  if (ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((item) => shortenArrays(item, kept, budget));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    shortenArrays(item, kept, budget),
  ]);
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
  const stored = sweeps.map(({ name, points, results }) => ({
    name,
    points: shortenArrays(points, 0),
    results: compact(shortenArrays(results, keptOfResults, { left: mostOfSweep })),
  }));
  await writeFileAtomic(
    path,
    encode({ scale, sweeps: stored, calls: compact(shortenArrays(calls, 0)) }),
  );
}
