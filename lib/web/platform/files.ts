/**
 * Stands for `lib/files.ts` in a browser: the project's tables lie beside the page.
 *
 * @module
 */
import { siteAddress } from "../address.ts";

/** Paths begin at the root of the site. */
export const projectRoot = "";

/** Loads a file of the site. */
export async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(siteAddress(path));
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  throw Object.assign(new Error(`the site has no ${path}`), { name: "NotFound" });
}

/** A page writes no files. */
export function writeFileAtomic(): Promise<void> {
  return Promise.resolve();
}
