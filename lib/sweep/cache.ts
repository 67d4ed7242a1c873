import { blasBackend } from "../compute/blas.ts";
import { projectRoot, writeFileAtomic } from "../files.ts";
import { canonical, decode, encode } from "./encoding.ts";
import type { Task } from "./messages.ts";

/** Parts of lib/ on which no result depends. */
const displayOnly = /^(cli|notebook|std|sweep)\/|^(mod|errors|files|version)\.ts$/;

/** A point with the paths of its files, whose names are a hash of all that its result depends on. */
export interface Job extends Task {
  /** Path of the file of its result. */
  readonly path: string;
}

async function sha256(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/** Paths of the files below a folder, sorted, relative to it. */
function filesBelow(folder: string, prefix = ""): string[] {
  return [...Deno.readDirSync(folder + prefix)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(folder, `${prefix}${name}/`) : [prefix + name]
  ).sort();
}

/**
 * Hash of the code that results depend on: the files of `folder`, by default lib/, without those
 * that only display, and the matrix product in use. Read anew for each sweep, since workers load
 * the files as they are then.
 */
export async function codeHash(folder: string = `${projectRoot}lib/`): Promise<string> {
  const files = filesBelow(folder)
    .filter((path) => /\.(ts|wasm)$/.test(path) && !displayOnly.test(path))
    .map((path) => [path, Deno.readFileSync(folder + path)]);
  return await sha256(encode([files, blasBackend()]));
}

/** The job of a point: its key is a hash of the code, the function's source and the point. */
export async function createJob(
  folder: string,
  code: string,
  source: string,
  point: unknown,
): Promise<Job> {
  const key = await sha256(encode([code, source, canonical(point)]));
  const path = `${folder}/${key.slice(0, 32)}`;
  return { point: encode(point), path: `${path}.json`, checkpoint: `${path}.checkpoint.json` };
}

/** The stored result of a job, boxed; `undefined` where there is none or its file is damaged. */
export async function readResult({ path }: Job): Promise<{ result: unknown } | undefined> {
  try {
    const stored = decode(await Deno.readTextFile(path));
    if (typeof stored === "object" && stored !== null && "result" in stored) return stored;
    throw new Error("It holds no result.");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    console.warn(`${path} is damaged and will be computed again: ${error}`);
    return undefined;
  }
}

/** Stores the encoded result of a job with its seconds of computing, and drops its checkpoint. */
export async function writeResult(job: Job, result: string, seconds: number): Promise<void> {
  await writeFileAtomic(
    job.path,
    `{"point":${job.point},"seconds":${seconds},"result":${result}}\n`,
  );
  await dropCheckpoint(job);
}

/** Removes the checkpoint of a job, if it has one. */
export async function dropCheckpoint({ checkpoint }: Job): Promise<void> {
  await Deno.remove(checkpoint).catch(() => {});
}
