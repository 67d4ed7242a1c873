/**
 * Stands for `lib/files.ts` in a browser: the project's tables lie beside the page.
 *
 * @module
 */
import { siteAddress } from "../address.ts";

/** Paths begin at the root of the site. */
export const projectRoot = "";

/** Loads a file of the site. */
async function load(path: string): Promise<Response> {
  const response = await fetch(siteAddress(path));
  if (response.ok) return response;
  throw new Error(`${path} could not be loaded (${response.status})`);
}

/** Loads one of the tables that the site has; the error's name is `NotFound` if it has it not. */
export async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const tables = await (await load("data/tables.json")).json() as string[];
  if (tables.includes(path)) return new Uint8Array(await (await load(path)).arrayBuffer());
  throw Object.assign(new Error(`the site has no ${path}`), { name: "NotFound" });
}

/** A page writes no files. */
export function writeFileAtomic(): Promise<void> {
  return Promise.resolve();
}
