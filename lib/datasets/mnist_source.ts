/**
 * Sources of images and labels in the four files of MNIST.
 *
 * @module
 */
import { basename, dirname } from "node:path";
import { sha256 } from "./cache.ts";
import { type IdxArray, parseIdx } from "./idx.ts";
import { findOwnFile, readOwnFile } from "./own_files.ts";
import { UserError } from "../errors.ts";

/** A part of the data set, as its files are called. */
export type Prefix = "train" | "t10k";

/** Names of a part's files. */
export function fileNames(prefix: Prefix): { images: string; labels: string } {
  return { images: `${prefix}-images-idx3-ubyte`, labels: `${prefix}-labels-idx1-ubyte` };
}

/** Path of a file in the user's folder, also as other programs store and name it. */
function ownPath(folder: string, name: string): string {
  const folders = [folder, `${folder}/MNIST/raw`, `${folder}/raw`]; // torchvision's layout
  const path = findOwnFile(folders, [name, name.replace("-idx", ".idx")]);
  if (path !== undefined) return path;
  throw new UserError(
    `There is no file ${name} in ${folder}, packed (.gz) or not.`,
    "Name the folder that has the four IDX files.",
  );
}

/**
 * One of MNIST's files from the folder that the variable `UDL_MNIST_DIR` names.
 *
 * @throws {UserError} If there is none, or it is another file.
 */
export async function readOwnMnist(
  folder: string,
  name: string,
  checksum: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const path = ownPath(folder, name);
  const content = await readOwnFile(path);
  if (await sha256(content) === checksum) return content;
  parseOwn(content, path); // says so if it is damaged
  throw new UserError(
    `${path}, which UDL_MNIST_DIR leads to, is not MNIST's file: its checksum is another.`,
    "Unset the variable to use MNIST; to use these images, call mnist({ from: folder }).",
  );
}

function parseOwn(content: Uint8Array, path: string): IdxArray {
  try {
    return parseIdx(content);
  } catch (cause) {
    const problem = `${path} is damaged: it is not a complete IDX file of unsigned bytes.`;
    throw new UserError(problem, "Get the file again.", { cause });
  }
}

/** Images and labels, one each per example. */
export interface Pair {
  /** Images, examples × height × width. */
  readonly images: IdxArray;
  /** Labels. */
  readonly labels: IdxArray;
}

/**
 * A part of any data set that is stored as MNIST is.
 *
 * @throws {UserError} If a file is missing or damaged, or they do not belong together.
 */
export async function readPair(folder: string, prefix: Prefix): Promise<Pair> {
  const read = async (name: string): Promise<IdxArray> => {
    const path = ownPath(folder, name);
    return parseOwn(await readOwnFile(path), path);
  };
  const names = fileNames(prefix);
  const images = await read(names.images);
  const labels = await read(names.labels);
  if (images.shape.length === 3 && labels.shape.length === 1) {
    if (images.shape[0] === labels.shape[0]) return { images, labels };
  }
  throw new UserError(
    `The shapes ${images.shape.join(" × ")} and ${labels.shape.join(" × ")} of ${names.images} ` +
      `and ${names.labels} in ${folder} do not fit together.`,
    "Name a folder whose images each have one label.",
  );
}

/** What to call the data set of a folder: its name, or that of the folder above "raw". */
export function ownName(folder: string): string {
  const name = basename(folder) === "raw" ? basename(dirname(folder)) : basename(folder);
  return `own files "${name}"`;
}
