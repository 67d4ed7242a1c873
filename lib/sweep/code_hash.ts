import { hash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { dirname, relative } from "node:path/posix";
import { pathToFileURL } from "node:url";
import { blasBackend } from "../compute/blas.ts";
import { projectRoot } from "../files.ts";
import { canonicalModule } from "./canonical_code.ts";

/** What one file adds to the hash, and what it leads to. */
interface Part {
  readonly digest: string;
  readonly imports: readonly string[];
  readonly addresses: readonly string[];
}

function readPart(place: string): Part {
  const content = readFileSync(new URL(place));
  if (!/\.m?[jt]s$/.test(place)) {
    return { digest: hash("sha256", content), imports: [], addresses: [] };
  }
  try {
    const { text, imports, addresses } = canonicalModule(content.toString(), place.endsWith("ts"));
    return { digest: hash("sha256", text), imports, addresses };
  } catch (error) {
    throw new Error(`${place} cannot be read as code.`, { cause: error });
  }
}

/** Files that this process has read, with what tells whether they were written since. */
const known = new Map<string, { stamp: string; part: Part }>();

function partAt(place: string): Part {
  const file = statSync(new URL(place), { throwIfNoEntry: false });
  // An address may also be that of a folder, or of a file that is yet to be written.
  if (!file?.isFile()) return { digest: "", imports: [], addresses: [] };
  const stamp = `${file.mtimeMs} ${file.size}`;
  const before = known.get(place);
  if (before?.stamp === stamp) return before.part;
  const part = readPart(place);
  known.set(place, { stamp, part });
  return part;
}

/** The `imports` of a deno.json, and its own address. */
interface ImportMap {
  readonly imports: Readonly<Record<string, string>>;
  readonly config: URL;
}

/** What an import leads to from the file at `place`: the address of a file, or a package's version. */
function targetOf(specifier: string, place: string, { imports, config }: ImportMap): string {
  if (/^(\.{0,2}\/|file:)/.test(specifier)) return new URL(specifier, place).href;
  let target = specifier;
  let longest = "";
  for (const [name, mapped] of Object.entries(imports)) {
    const folder = name.endsWith("/") ? name : `${name}/`;
    if (name.length < longest.length) continue;
    if (specifier !== name && !specifier.startsWith(folder)) continue;
    longest = name;
    target = mapped + specifier.slice(name.length);
  }
  return /^\.{1,2}\//.test(target) ? new URL(target, config).href : target;
}

/**
 * Hash of what the code does that a module reaches through its imports, and of the matrix product in
 * use. Comments, types and formatting do not count. A package counts by its version in `config`, a
 * file that is no code by its bytes. Each call looks whether files were written since the last one,
 * since workers load them as they are then.
 *
 * @param entry Path of the module; by default, of the one that workers get.
 * @param config Path of the deno.json whose `imports` apply.
 * @param backend Name of the matrix product; by default of this machine's, whose kernel depends on
 * the processor, and with it the last digits of results.
 * @throws {Error} If a file cannot be read as code.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { codeHash } from "lib/sweep/code_hash.ts";
 *
 * const entry = `${await Deno.makeTempDir()}/rate.ts`;
 * await Deno.writeTextFile(entry, "export const rate = 0.1;");
 * const before = codeHash(entry);
 * await Deno.writeTextFile(entry, "// Of learning.\nexport const rate: number = 0.1;");
 * assertEquals(codeHash(entry), before);
 * ```
 */
export function codeHash(
  entry: string = `${projectRoot}lib/experiment.ts`,
  config: string = `${projectRoot}deno.json`,
  backend: string = blasBackend(),
): string {
  const { imports = {} } = JSON.parse(readFileSync(config, "utf8"));
  const map: ImportMap = { imports, config: pathToFileURL(config) };
  const start = pathToFileURL(entry);
  const folder = dirname(start.pathname);
  const parts: string[][] = [];
  const reached = new Set([start.href]);
  // What is added to a set while a loop runs over it comes later in the loop.
  for (const place of reached) {
    if (!place.startsWith("file:")) {
      parts.push([place]);
      continue;
    }
    const part = partAt(place);
    parts.push([relative(folder, new URL(place).pathname), part.digest]);
    for (const specifier of part.imports) reached.add(targetOf(specifier, place, map));
    for (const address of part.addresses) reached.add(new URL(address, place).href);
  }
  return hash("sha256", JSON.stringify([parts, backend]));
}
