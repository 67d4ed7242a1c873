/**
 * Stands for `lib/files.ts` in a page that is one file: it brings the table of its panel with it.
 *
 * @module
 */
import table from "../../../data/overparameterization.csv" with { type: "text" };

/** Paths begin at the root of the project. */
export const projectRoot = "";

/** The bytes of the table; the error's name is `NotFound` for any other. */
export function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  if (path === "data/overparameterization.csv") {
    return Promise.resolve(new TextEncoder().encode(table));
  }
  const error = Object.assign(new Error(`this page has no ${path}`), { name: "NotFound" });
  return Promise.reject(error);
}
