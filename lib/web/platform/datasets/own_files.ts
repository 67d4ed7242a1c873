/**
 * Stands for `lib/datasets/own_files.ts` in a browser: a page has no files of its reader.
 *
 * @module
 */
import { UserError } from "../../../errors.ts";

/** Refuses to read a file. */
export function readOwnFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return Promise.reject(
    new UserError(
      `A page cannot read ${path}: it has no access to files.`,
      "Open the notebook in JupyterLab.",
    ),
  );
}

/** Finds nothing. */
export function findOwnFile(): undefined {}
