import { hash } from "node:crypto";
import { writeFileAtomic } from "../files.ts";

/** A file to copy. */
export interface Original {
  /** Its path below the folder of the copies. */
  readonly name: string;
  /** Its content. */
  readonly content: Uint8Array;
}

/** Names and checksums of copies as they were written. */
type Checksums = Record<string, string>;

const recordName = ".copies.json";

const checksum = (content: Uint8Array): string => hash("sha256", content);

async function readRecord(folder: string): Promise<Checksums> {
  try {
    return JSON.parse(await Deno.readTextFile(`${folder}/${recordName}`));
  } catch {
    return {}; // there is none, or it is damaged: then every copy that differs counts as changed
  }
}

/**
 * Copies files into a folder, and brings earlier copies up to date, but for those that were changed
 * since: they stay.
 *
 * @returns Names of copies that were changed, and whose originals were, too.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { refreshCopies } from "lib/cli/copies.ts";
 *
 * const folder = await Deno.makeTempDir();
 * const content = new TextEncoder().encode("1");
 * await refreshCopies([{ name: "a.ipynb", content }], folder);
 * assertEquals(await Deno.readTextFile(`${folder}/a.ipynb`), "1");
 * ```
 */
export async function refreshCopies(
  originals: readonly Original[],
  folder: string,
): Promise<string[]> {
  const record = await readRecord(folder);
  const left: string[] = [];
  for (const { name, content } of originals) {
    const path = `${folder}/${name}`;
    const present = await Deno.readFile(path).then(checksum, () => undefined);
    const wanted = checksum(content);
    const isOurs = present === undefined || present === record[name] || present === wanted;
    if (isOurs) {
      if (present !== wanted) await writeFileAtomic(path, content);
      record[name] = wanted;
    } else if (record[name] !== wanted) {
      left.push(name);
    }
  }
  await writeFileAtomic(`${folder}/${recordName}`, JSON.stringify(record, null, 2) + "\n");
  return left;
}
