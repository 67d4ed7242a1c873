import { UserError } from "../errors.ts";
import { factsMime } from "../notebook/display.ts";
import { projectRoot } from "../files.ts";

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

/** The part of a notebook file (nbformat 4) that is used here. */
export interface NotebookFile {
  /** Cells in order. */
  readonly cells: readonly {
    readonly cell_type: string;
    readonly source: string | readonly string[];
    readonly metadata: CellMetadata;
    readonly execution_count?: number | null;
    readonly outputs?: readonly Output[];
  }[];
}

interface CellMetadata {
  readonly tags?: readonly string[];
  readonly jupyter?: { readonly source_hidden?: boolean };
}

interface Output {
  readonly output_type: string;
  readonly ename?: string;
  readonly evalue?: string;
  readonly data?: Record<string, unknown>;
}

/** Reads a notebook file. */
export async function readNotebook(path: string): Promise<NotebookFile> {
  return JSON.parse(await Deno.readTextFile(path));
}

/** A text that nbformat may store as one string or as a list of lines. */
export function text(value: unknown): string {
  return Array.isArray(value) ? value.join("") : String(value ?? "");
}

/** All outputs of a notebook, in order. */
export function outputs(notebook: NotebookFile): Output[] {
  return notebook.cells.flatMap((cell) => cell.outputs ?? []);
}

/** The title of a notebook: its first heading. */
export function title(notebook: NotebookFile): string {
  const headings = notebook.cells.map(({ source }) => /^# (.*)$/m.exec(text(source))?.[1]);
  return headings.find((heading) => heading !== undefined) ?? "";
}

/** The facts that a run stored in its outputs: its provenance, and all of its claims. */
export function facts(notebook: NotebookFile): Record<string, unknown> {
  const left = outputs(notebook).map(({ data }) => data?.[factsMime] as Record<string, unknown>);
  const claims = left.flatMap((some) => (some?.claims ?? []) as unknown[]);
  return Object.assign({}, ...left, { claims });
}
