import { hash } from "node:crypto";
import { writeFileAtomic } from "../files.ts";

/** What stands before and after the checksum of a text in its file, which is JSON as a whole. */
const before = '{"sha256":"';
const between = '","content":';
const digits = 64;

/**
 * Writes a JSON text with its checksum, atomically.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readChecked, writeChecked } from "lib/sweep/checked_file.ts";
 *
 * const path = `${await Deno.makeTempDir()}/result.json`;
 * await writeChecked(path, "[1, 2]");
 * assertEquals(await readChecked(path), "[1, 2]");
 * ```
 */
export async function writeChecked(path: string, text: string): Promise<void> {
  await writeFileAtomic(path, `${before}${hash("sha256", text)}${between}${text}}\n`);
}

/**
 * Reads a text that {@linkcode writeChecked} wrote.
 *
 * @throws {Error} If the file is not as it was written.
 */
export async function readChecked(path: string): Promise<string> {
  const content = await Deno.readTextFile(path);
  const head = before.length + digits;
  const text = content.slice(head + between.length, -"}\n".length);
  const written = `${before}${hash("sha256", text)}${between}${text}}\n`;
  if (content !== written) throw new Error("Its checksum is wrong.");
  return text;
}
