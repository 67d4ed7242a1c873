/**
 * Data files that the user already has.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { UserError } from "../errors.ts";

function isGzip(content: Uint8Array): boolean {
  return content[0] === 0x1f && content[1] === 0x8b;
}

/** Whether this is a web page: what a download is when a server answers with an error or a login. */
function isWebPage(content: Uint8Array): boolean {
  const start = new TextDecoder().decode(content.subarray(0, 200)).trimStart().toLowerCase();
  return start.startsWith("<!doctype") || start.startsWith("<html");
}

/**
 * Content of a file, unpacked if it is in the gzip format (RFC 1952), whatever its name.
 *
 * @throws {UserError} If it cannot be read or unpacked, or is a web page.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { gzipSync } from "node:zlib";
 * import { readOwnFile } from "lib/datasets/own_files.ts";
 *
 * const path = await Deno.makeTempFile();
 * await Deno.writeFile(path, new Uint8Array(gzipSync(Uint8Array.of(7, 2))));
 * assertEquals(await readOwnFile(path), Uint8Array.of(7, 2));
 * ```
 */
export async function readOwnFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  let content: Uint8Array<ArrayBuffer>;
  try {
    content = await Deno.readFile(path);
    if (isGzip(content)) content = new Uint8Array(gunzipSync(content));
  } catch (cause) {
    const { message } = cause as Error;
    throw new UserError(`${path} cannot be read: ${message}.`, "Get the file again.", { cause });
  }
  if (!isWebPage(content)) return content;
  throw new UserError(
    `${path} is a web page, saved in place of the data.`,
    "Open it in a browser to see what the server says, and download the file again.",
  );
}

/**
 * Path of the first file that exists: each of `names` in each of `folders`, as it is or with `.gz`;
 * undefined if there is none.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { findOwnFile } from "lib/datasets/own_files.ts";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/labels.gz`, "");
 * assertEquals(findOwnFile([folder], ["digits", "labels"]), `${folder}/labels.gz`);
 * ```
 */
export function findOwnFile(
  folders: readonly string[],
  names: readonly string[],
): string | undefined {
  return folders
    .flatMap((folder) => names.flatMap((name) => [`${folder}/${name}`, `${folder}/${name}.gz`]))
    .find((path) => existsSync(path));
}
