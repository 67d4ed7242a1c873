import { basename, dirname, relative, resolve } from "node:path";
import { UserError } from "../errors.ts";
import { projectRoot } from "../files.ts";

const ownFolders = [".git", ".venv", "data", "lib", "node_modules", "notebooks", "test"];

/** The path without symbolic links, also of what does not exist yet. */
async function realPath(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    const parent = dirname(path);
    if (!(error instanceof Deno.errors.NotFound) || parent === path) throw error;
    return resolve(await realPath(parent), basename(path));
  }
}

/** Whether results at `path` would lie among the project's own files. */
async function isOwn(path: string): Promise<boolean> {
  const inside = relative(await Deno.realPath(projectRoot), await realPath(path));
  return inside === "" || ownFolders.includes(inside.split(/[/\\]/, 1)[0] as string);
}

/**
 * Creates the folder for results, if there is none.
 *
 * @throws {UserError} If it is none, cannot be written, or lies among the project's own files.
 */
export async function prepareOut(path: string): Promise<void> {
  const remedy = "Choose another folder with --out.";
  let own: boolean;
  try {
    own = await isOwn(path);
    if (!own) {
      await Deno.mkdir(path, { recursive: true });
      await Deno.remove(await Deno.makeTempFile({ dir: path, suffix: ".tmp" }));
    }
  } catch (error) {
    const isFile = await Deno.stat(path).then((info) => !info.isDirectory, () => false);
    const problem = isFile
      ? `${path} is not a folder.`
      : `Results cannot be written to ${path}: ${(error as Error).message}.`;
    throw new UserError(problem, remedy, { cause: error });
  }
  if (own) throw new UserError(`${path} is a place of the project's own files.`, remedy);
}
