/**
 * Stands for `lib/datasets/npy.ts` in a browser: a page has no files of its reader.
 *
 * @module
 */
export { readOwnFile as readNpy, readOwnFile as readNpz } from "./own_files.ts";
