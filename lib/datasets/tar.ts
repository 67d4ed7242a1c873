import { UserError } from "../errors.ts";

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
 * @throws {UserError} If a header is damaged, or the archive ends within a file.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { tarFiles } from "lib/datasets/tar.ts";
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
    const digits = text(header + 124, 12).trim();
    const size = /^[0-7]+$/.test(digits) ? parseInt(digits, 8) : NaN;
    const start = header + 512;
    if (!(start + size <= archive.length)) {
      throw new UserError("The tar archive is damaged or incomplete.", "Get it again.");
    }
    const regular = ["", "0"].includes(text(header + 156, 1));
    if (regular) yield { path: text(header, 100), content: archive.subarray(start, start + size) };
    header = start + Math.ceil(size / 512) * 512;
  }
}
