import { factsMime } from "./display.ts";

/** The part of a notebook file (nbformat 4) that is used here. */
export interface NotebookFile {
  /** Cells in order. */
  readonly cells: readonly Cell[];
}

/** A cell of a notebook file. */
export interface Cell {
  /** `"markdown"` or `"code"`; others are ignored. */
  readonly cell_type: string;
  /** Name that stays the same from run to run. */
  readonly id?: string;
  /** Its text, as one string or as a list of lines. */
  readonly source: string | readonly string[];
  /** How it is to be shown. */
  readonly metadata: CellMetadata;
  /** Number of its execution; of code alone. */
  readonly execution_count?: number | null;
  /** What it printed and showed; of code alone. */
  readonly outputs?: readonly Output[];
}

interface CellMetadata {
  readonly tags?: readonly string[];
  readonly jupyter?: { readonly source_hidden?: boolean };
}

/** An output of a cell. */
export interface Output {
  /** `"display_data"`, `"execute_result"`, `"stream"` or `"error"`. */
  readonly output_type: string;
  /** Name of the error. */
  readonly ename?: string;
  /** Message of the error. */
  readonly evalue?: string;
  /** `"stdout"` or `"stderr"`, of a stream. */
  readonly name?: string;
  /** Text of a stream. */
  readonly text?: string | readonly string[];
  /** The formats of what is shown, by MIME type. */
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
