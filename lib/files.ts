import { fileURLToPath } from "node:url";

/** Root folder of the project, with a trailing separator. */
export const projectRoot: string = fileURLToPath(new URL("../", import.meta.url));

/** Folder for downloaded and computed files; ignored by git. */
export const cacheDir: string = Deno.env.get("UDL_CACHE") ?? `${projectRoot}data/cache`;

/**
 * Writes a file atomically: a reader sees either the old content or all of the new. The content is
 * written to a temporary file in the same folder, which is created if necessary, and renamed.
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
  await Deno.mkdir(folder, { recursive: true });
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    if (typeof content === "string") await Deno.writeTextFile(temporary, content);
    else await Deno.writeFile(temporary, content);
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
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
  await Deno.mkdir(path.replace(/[/\\][^/\\]*$/, ""), { recursive: true });
  using file = await Deno.open(path, { create: true, write: true });
  await file.lock(true);
  return await work();
}
