import { blasBackend } from "../compute/blas.ts";
import { createJob, dropCheckpoint, type Job, readResult, writeResult } from "./cache.ts";
import { canonicalSource } from "./canonical_code.ts";
import { codeHash } from "./code_hash.ts";
import { decode } from "./encoding.ts";

/** The points of a sweep, which of them have a result, and the results. */
export interface Ledger {
  /** Jobs without a result, by their keys; equal points count once. */
  readonly waiting: ReadonlyMap<string, Job>;
  /** Names of the matrix products, other than this machine's, that results were computed with. */
  readonly otherBackends: ReadonlySet<string>;
  /** Takes from the cache the results that were computed with this matrix product. */
  lookUp(backend: string): Promise<void>;
  /** Stores a result, encoded, with its seconds and the matrix product it was computed with. */
  store(job: Job, result: string, seconds: number, backend: string): Promise<void>;
  /** The results in the order of the points. */
  results(): unknown[];
  /** The seconds that it took to compute them, whenever that was. */
  computingSeconds(): number;
}

/** What a ledger needs to know of a sweep. */
export interface LedgerOptions {
  /** Folder of the cached results. */
  readonly folder: string;
  /** JavaScript source of the function. */
  readonly source: string;
  /** The points. */
  readonly points: readonly unknown[];
  /** Whether to ignore what is in the cache. */
  readonly fresh: boolean;
}

/**
 * Opens the ledger of a sweep; no point has a result yet.
 *
 * @throws {UserError} If a point cannot be stored.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { openLedger } from "lib/sweep/ledger.ts";
 *
 * const folder = await Deno.makeTempDir();
 * const ledger = openLedger({ folder, source: "(x) => x / 2", points: [3, 3], fresh: false });
 * const [job] = ledger.waiting.values();
 * await ledger.store(job!, "1.5", 0.1, "some other matrix product");
 * assertEquals(ledger.results(), [1.5, 1.5]);
 * ```
 */
export function openLedger({ folder, source, points, fresh }: LedgerOptions): Ledger {
  const here = blasBackend();
  const keySource = canonicalSource(source);
  const codes = new Map<string, string>();

  /** The job of a point: results of another matrix product have other digits, so other keys. */
  function jobOf(point: unknown, backend: string): Job {
    const code = codes.get(backend) ?? codeHash(undefined, undefined, backend);
    codes.set(backend, code);
    return createJob(folder, code, keySource, point);
  }
  function jobWith(backend: string, job: Job): Job {
    return backend === here ? job : jobOf(decode(job.point), backend);
  }

  const jobs = points.map((point) => jobOf(point, here));
  const waiting = new Map(jobs.map((job) => [job.key, job]));
  const results = new Map<string, unknown>();
  const otherBackends = new Set<string>();
  let computingSeconds = 0;

  function finish(job: Job, result: unknown, seconds: number, backend: string): void {
    waiting.delete(job.key);
    results.set(job.key, result);
    computingSeconds += seconds;
    if (backend !== here) otherBackends.add(backend);
  }
  return {
    waiting,
    otherBackends,
    async lookUp(backend) {
      for (const job of waiting.values()) {
        const stored = jobWith(backend, job);
        const found = fresh ? await dropCheckpoint(stored) : await readResult(stored);
        if (found) finish(job, found.result, found.seconds, backend);
      }
    },
    async store(job, result, seconds, backend) {
      await writeResult(jobWith(backend, job), result, seconds);
      finish(job, decode(result), seconds, backend);
    },
    results: () => jobs.map(({ key }) => results.get(key)),
    computingSeconds: () => computingSeconds,
  };
}
