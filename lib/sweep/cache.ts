import { hash } from "node:crypto";
import { readChecked, writeChecked } from "./checked_file.ts";
import { canonical, decode, encode } from "./encoding.ts";
import type { Task } from "./messages.ts";

/** A point with the paths of its files, whose names are a hash of all that its result depends on. */
export interface Job extends Task {
  /** The hash. */
  readonly key: string;
  /** Path of the file of its result. */
  readonly path: string;
}

/** The job of a point: its key is a hash of the code's hash, the canonical source and the point. */
export function createJob(folder: string, code: string, source: string, point: unknown): Job {
  const key = hash("sha256", encode([code, source, canonical(point)])).slice(0, 32);
  const path = `${folder}/${key}`;
  return { key, point: encode(point), path: `${path}.json`, checkpoint: `${path}.checkpoint.json` };
}

/** What is stored of a job. */
export interface StoredResult {
  /** The result. */
  readonly result: unknown;
  /** The seconds that it took to compute. */
  readonly seconds: number;
}

/** The stored result of a job; `undefined` where there is none or its file is damaged. */
export async function readResult({ path }: Job): Promise<StoredResult | undefined> {
  try {
    return decode(await readChecked(path)) as StoredResult;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    console.warn(`${path} is damaged and will be computed again: ${error}`);
    return undefined;
  }
}

/** Stores the encoded result of a job with its seconds of computing, and drops its checkpoint. */
export async function writeResult(job: Job, result: string, seconds: number): Promise<void> {
  await writeChecked(
    job.path,
    `{"point":${job.point},"seconds":${seconds},"result":${result}}`,
  );
  await dropCheckpoint(job);
}

/** Removes the checkpoint of a job, if it has one. */
export async function dropCheckpoint({ checkpoint }: Job): Promise<void> {
  await Deno.remove(checkpoint).catch(() => {});
}
