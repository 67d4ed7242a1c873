/**
 * Data files that the user already has.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { UserError } from "../errors.ts";

/**
 * Content of a gzip file (RFC 1952).
 *
 * @throws {UserError} If there is no such file, or it is not an intact gzip file.
 *
 * @example Usage
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import { UserError } from "lib/errors.ts";
 * import { readGzip } from "lib/datasets/own_files.ts";
 *
 * await assertRejects(() => readGzip("no such file.gz"), UserError, "cannot be read");
 * ```
 */
export async function readGzip(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(gunzipSync(await Deno.readFile(path)));
  } catch (cause) {
    const { message } = cause as Error;
    throw new UserError(`${path} cannot be read: ${message}.`, "Get the file again.", { cause });
  }
}

/**
 * Content of the file `name` in the user's folder, or of `name`.gz, uncompressed.
 *
 * @throws {UserError} If the folder has neither, or a file that cannot be read.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readOwnFile } from "lib/datasets/own_files.ts";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.writeFile(`${folder}/labels`, Uint8Array.of(7, 2));
 * assertEquals(await readOwnFile(folder, "labels"), Uint8Array.of(7, 2));
 * ```
 */
export async function readOwnFile(folder: string, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const path = `${folder}/${name}`;
  if (existsSync(path)) return await Deno.readFile(path);
  if (existsSync(`${path}.gz`)) return await readGzip(`${path}.gz`);
  throw new UserError(`There is no file ${path} or ${path}.gz.`, "Put it there.");
}

/** A file in a tar archive. */
export interface TarFile {
  /** Path in the archive. */
  readonly path: string;
  /** Its bytes; a view of the archive. */
  readonly content: Uint8Array<ArrayBuffer>;
}

/**
 * The regular files of a tar archive (POSIX ustar: 512-byte headers, paths up to 100 bytes).
 *
 * @throws {UserError} If the archive ends within a file.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { tarFiles } from "lib/datasets/own_files.ts";
 *
 * const archive = new Uint8Array(1024);
 * new TextEncoder().encodeInto("a.bin", archive);
 * new TextEncoder().encodeInto("00000000002", archive.subarray(124));
 * archive.set([7, 9], 512);
 * assertEquals([...tarFiles(archive)], [{ path: "a.bin", content: Uint8Array.of(7, 9) }]);
 * ```
 */
export function* tarFiles(archive: Uint8Array<ArrayBuffer>): Generator<TarFile> {
  const text = (start: number, length: number) =>
    new TextDecoder().decode(archive.subarray(start, start + length)).replace(/\0.*/s, "");
  for (let header = 0; header < archive.length && archive[header] !== 0;) {
    const size = parseInt(text(header + 124, 12), 8);
    const start = header + 512;
    if (!(start + size <= archive.length)) {
      throw new UserError("The tar archive is damaged or incomplete.", "Get it again.");
    }
    const regular = ["", "0"].includes(text(header + 156, 1));
    if (regular) yield { path: text(header, 100), content: archive.subarray(start, start + size) };
    header = start + Math.ceil(size / 512) * 512;
  }
}
