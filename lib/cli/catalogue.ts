import { UserError } from "../errors.ts";
import { projectRoot } from "../files.ts";
import { ownStem } from "../page/own_address.ts";

/** A notebook of the collection. */
export interface Notebook {
  /** The figure's number, such as `"20.2"`. */
  readonly figure: string;
  /** File name without extension, such as `"20_02_full_batch_gradient_descent"`. */
  readonly stem: string;
  /** Path of the notebook. */
  readonly path: string;
}

/** Folder of the committed notebooks. */
export const notebooksDir: string = `${projectRoot}notebooks`;

/** All notebooks of the collection, in the order of their figures. */
export async function catalogue(): Promise<Notebook[]> {
  const list: Notebook[] = [];
  for await (const { name } of Deno.readDir(notebooksDir)) {
    const match = /^(\d+)_(\d+)_\w+\.ipynb$/.exec(name);
    if (match === null) continue;
    const figure = `${Number(match[1])}.${Number(match[2])}`;
    list.push({ figure, stem: name.slice(0, -".ipynb".length), path: `${notebooksDir}/${name}` });
  }
  return list.sort((a, b) => a.stem < b.stem ? -1 : 1);
}

/** File name of the notebook that asks the same questions of the reader's own network. */
export const ownNotebook = `${ownStem}.ipynb`;

/** Paths of all notebooks: those of the figures, and those beside them. */
export async function notebookPaths(): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(notebooksDir));
  const names = entries.map(({ name }) => name).filter((name) => name.endsWith(".ipynb"));
  return names.sort().map((name) => `${notebooksDir}/${name}`);
}

/**
 * The notebooks of the named figures, without duplicates; all if none is named.
 *
 * @throws {UserError} If there is no such figure.
 */
export async function select(figures: readonly string[]): Promise<Notebook[]> {
  const all = await catalogue();
  if (figures.length === 0) return all;
  for (const figure of figures) {
    if (all.some((notebook) => notebook.figure === figure)) continue;
    const known = all.map((notebook) => notebook.figure).join(", ");
    throw new UserError(`There is no figure "${figure}".`, `Choose from ${known}.`);
  }
  return all.filter(({ figure }) => figures.includes(figure));
}
