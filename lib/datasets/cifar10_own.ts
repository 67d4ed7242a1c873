/**
 * The CIFAR-10 images from the user's own copy, in the forms in which their authors publish them.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { cachedFile, type CachedFiles, sha256, type Store } from "./cache.ts";
import { fromPickle } from "./cifar10_pickle.ts";
import { findOwnFile, readOwnFile } from "./own_files.ts";
import { tarFiles } from "./tar.ts";
import { UserError } from "../errors.ts";
import { cacheDir } from "../files.ts";

const variable = "UDL_CIFAR10_ARCHIVE";
const remedy = `Set ${variable} to cifar-10-binary.tar.gz, to cifar-10-python.tar.gz, or to a ` +
  "folder with their files.";

const folders = ["", "/cifar-10-batches-bin", "/cifar-10-batches-py"];
const archives = ["cifar-10-binary.tar", "cifar-10-python.tar"];

/** What else a folder or an archive may be, by a file in it. */
const otherForms: Record<string, string> = {
  "data_batch_1.mat": "is the MATLAB version of CIFAR-10, which cannot be read",
  "fine_label_names.txt": "is CIFAR-100, not CIFAR-10",
  "meta": "is CIFAR-100, not CIFAR-10",
};

/** Name of a file in the Python version. */
function pythonName(name: string): string {
  return name.replace(".bin", "");
}

function lacks(place: string, names: readonly string[]): UserError {
  const other = Object.keys(otherForms).find((name) => names.includes(name));
  const problem = other === undefined ? "has no files of CIFAR-10" : otherForms[other];
  return new UserError(`${place}, which ${variable} names, ${problem}.`, remedy);
}

/** Content of a file in either version, as that of the binary one. */
function asBinary(content: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return fromPickle(content) ?? content;
}

async function fromFolder(
  folder: string,
  name: string,
  checksums: CachedFiles["checksums"],
): Promise<Uint8Array<ArrayBuffer>> {
  const places = folders.map((sub) => folder + sub);
  const path = findOwnFile(places, [name, pythonName(name)]);
  if (path === undefined) {
    const archive = findOwnFile([folder], archives);
    if (archive !== undefined) return await fromArchive(archive, name, checksums);
    const names = places.filter((place) => existsSync(place))
      .flatMap((place) => [...Deno.readDirSync(place)].map((entry) => entry.name));
    throw lacks(folder, names);
  }
  const content = asBinary(await readOwnFile(path));
  if (await sha256(content) === checksums[name]) return content;
  throw new UserError(
    `${path}, which ${variable} leads to, is damaged or not CIFAR-10's: its checksum is another.`,
    "Get the file again.",
  );
}

async function storeArchive(
  path: string,
  checksums: CachedFiles["checksums"],
  store: Store,
): Promise<void> {
  const archive = await readOwnFile(path);
  const isTar = new TextDecoder().decode(archive.subarray(257, 262)) === "ustar";
  if (!isTar) {
    throw new UserError(`${path}, which ${variable} names, is not a tar archive.`, remedy);
  }
  const found: string[] = [];
  for (const file of tarFiles(archive)) {
    const base = file.path.replace(/.*\//, "");
    const name = base.endsWith(".bin") ? base : `${base}.bin`;
    found.push(base);
    if (name in checksums) await store(name, asBinary(file.content));
  }
  const complete = Object.keys(checksums).every((name) =>
    found.includes(name) || found.includes(pythonName(name))
  );
  if (!complete) throw lacks(path, found);
}

/**
 * A file in an archive, which is unpacked once into a folder of the cache that is of this archive
 * alone: another, or a changed one, has another.
 */
async function fromArchive(
  path: string,
  name: string,
  checksums: CachedFiles["checksums"],
): Promise<Uint8Array<ArrayBuffer>> {
  const { size, mtime } = await Deno.stat(path);
  const identity = `${await Deno.realPath(path)}\n${size}\n${mtime?.getTime()}`;
  const key = await sha256(new TextEncoder().encode(identity));
  const files: CachedFiles = {
    folder: `${cacheDir}/cifar10-own/${key.slice(0, 16)}`,
    checksums,
    fill: (store) => storeArchive(path, checksums, store),
  };
  return await cachedFile(files, name);
}

/**
 * The file `name` of CIFAR-10's binary version from the archive or folder at `path`.
 *
 * @throws {UserError} If it cannot be read, or is not CIFAR-10's.
 */
export async function readOwnCifar10(
  path: string,
  name: string,
  checksums: CachedFiles["checksums"],
): Promise<Uint8Array<ArrayBuffer>> {
  const info = await Deno.stat(path).catch(() => undefined);
  if (info === undefined) {
    throw new UserError(`There is no ${path}, which ${variable} names.`, remedy);
  }
  return info.isDirectory
    ? await fromFolder(path, name, checksums)
    : await fromArchive(path, name, checksums);
}
