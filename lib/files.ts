import { fileURLToPath } from "node:url";
import { UserError } from "./errors.ts";

/** Root folder of the project, with a trailing separator. */
export const projectRoot: string = fileURLToPath(new URL("../", import.meta.url));

/** Folder for downloaded and computed files; ignored by git. */
export const cacheDir: string = Deno.env.get("UDL_CACHE") ?? `${projectRoot}data/cache`;

/** Name of a file or folder that is not complete yet, beside `path`, under which it is written. */
export function temporaryPath(path: string): string {
  return `${path}.${crypto.randomUUID()}.tmp`;
}

const temporaryName = /\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;
const day = 24 * 3600 * 1000;
const cleanedFolders = new Set<string>();

/** Removes what killed processes left in a folder: temporary files and folders a day old. */
async function removeOldTemporaries(folder: string): Promise<void> {
  if (cleanedFolders.has(folder)) return;
  cleanedFolders.add(folder);
  for await (const { name } of Deno.readDir(folder)) {
    if (!temporaryName.test(name)) continue;
    const path = `${folder}/${name}`;
    const changed = await Deno.stat(path).then(({ mtime }) => mtime?.getTime(), () => undefined);
    if (changed === undefined || Date.now() - changed < day) continue;
    await Deno.remove(path, { recursive: true }).catch(() => {}); // another process may be first
  }
}

/** What the codes of errors in writing mean. */
const reasons: Record<string, string> = {
  ENOSPC: "no space left on the disk",
  EDQUOT: "no space left in the disk quota",
  EROFS: "the disk is read-only",
  EACCES: "permission denied",
  EPERM: "permission denied",
};

/** What to do where a file at `path` cannot be written: how to have it written elsewhere. */
function writeElsewhere(path: string): string {
  if (path.startsWith(cacheDir)) return "set UDL_CACHE to another folder";
  if (path.startsWith(`${projectRoot}.venv`)) return "use a checkout that may be written";
  return "choose another folder with --out";
}

/**
 * Turns the error of a disk that is full or may not be written into one for the user; passes on any
 * other.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { asWriteError } from "lib/files.ts";
 *
 * const error = asWriteError(Object.assign(new Error(), { code: "ENOSPC" }), "/tmp/page.html");
 * assertEquals(
 *   (error as Error).message,
 *   "/tmp/page.html cannot be written: no space left on the disk. " +
 *     "Free some space, or choose another folder with --out.",
 * );
 * ```
 */
export function asWriteError(error: unknown, path: string): unknown {
  const code = String((error as { code?: unknown }).code);
  const reason = reasons[code];
  if (reason === undefined) return error;
  const other = writeElsewhere(path);
  const remedy = code === "ENOSPC" || code === "EDQUOT"
    ? `Free some space, or ${other}.`
    : `${other[0]?.toUpperCase()}${other.slice(1)}.`;
  return new UserError(`${path} cannot be written: ${reason}.`, remedy, { cause: error });
}

/** Reads a file. */
export function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return Deno.readFile(path);
}

/**
 * Writes a file atomically: a reader sees either the old content or all of the new. The content is
 * written to a temporary file in the same folder, which is created if necessary, and renamed. The
 * first write into a folder also removes temporary files that are a day old.
 *
 * @throws {UserError} If the disk is full or may not be written.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { writeFileAtomic } from "lib/files.ts";
 *
 * const path = `${await Deno.makeTempDir()}/deep/result.json`;
 * await writeFileAtomic(path, "{}");
 * assertEquals(await Deno.readTextFile(path), "{}");
 * ```
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  const folder = path.replace(/[/\\][^/\\]*$/, "");
  const temporary = temporaryPath(path);
  try {
    await Deno.mkdir(folder, { recursive: true });
    await removeOldTemporaries(folder);
    if (typeof content === "string") await Deno.writeTextFile(temporary, content);
    else await Deno.writeFile(temporary, content);
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw asWriteError(error, path);
  }
}

async function openLock(path: string): Promise<Deno.FsFile> {
  try {
    await Deno.mkdir(path.replace(/[/\\][^/\\]*$/, ""), { recursive: true });
    return await Deno.open(path, { create: true, write: true });
  } catch (error) {
    throw asWriteError(error, path);
  }
}

/**
 * Runs `work` while holding an exclusive lock on the file at `path`; other processes that ask for
 * the same lock wait. The lock ends with its process, so a killed process leaves nothing to clean
 * up.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { withLock } from "lib/files.ts";
 *
 * const lock = `${await Deno.makeTempDir()}/install.lock`;
 * assertEquals(await withLock(lock, () => Promise.resolve(42)), 42);
 * ```
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  using file = await openLock(path);
  await file.lock(true);
  return await work();
}
