import { notebookPaths } from "./catalogue.ts";
import { ensureEnvironment } from "./environment.ts";
import { projectRoot } from "../files.ts";

/** Runs Deno with these arguments in the project's folder, with output to the terminal. */
export async function deno(...args: string[]): Promise<boolean> {
  const command = new Deno.Command(Deno.execPath(), { args, cwd: projectRoot, stdin: "null" });
  return (await command.spawn().status).success;
}

const exporter = `
import pathlib, sys, jupytext
for path in map(pathlib.Path, sys.argv[2:]):
    script = pathlib.Path(sys.argv[1]) / (path.stem + ".ts")
    jupytext.write(jupytext.read(path), script, fmt="ts:percent")
`;

/**
 * Writes the code of every notebook as a script into `folder`, for tools that cannot read
 * notebooks.
 */
async function exportNotebooks(folder: string): Promise<void> {
  const { python, env } = await ensureEnvironment();
  const args = ["-c", exporter, folder, ...await notebookPaths()];
  const { success } = await new Deno.Command(python, { args, env }).spawn().status;
  if (!success) throw new Error("The notebooks could not be exported.");
}

/** Whether formatting would not change the notebooks; `deno fmt --check` rejects all of them. */
async function notebooksAreFormatted(folder: string): Promise<boolean> {
  let formatted = true;
  for (const path of await notebookPaths()) {
    const copy = `${folder}/copy.ipynb`;
    await Deno.copyFile(path, copy);
    await deno("fmt", "--quiet", `--config=${projectRoot}deno.json`, copy);
    if (await Deno.readTextFile(copy) === await Deno.readTextFile(path)) continue;
    console.error(`${path} is not formatted: run \`deno task fmt\`.`);
    formatted = false;
  }
  return formatted;
}

/** A check of the source text. */
export interface Check {
  /** What is checked. */
  readonly name: string;
  /** Runs the check, with its findings on the terminal; returns whether there were none. */
  readonly run: () => Promise<boolean>;
}

/**
 * Checks of the format, lint and types of the library, its examples among it, and of the code in the
 * notebooks.
 */
export function checks(folder: string): Check[] {
  const config = ["--quiet", `--config=${projectRoot}deno.json`];
  const scripts = async (...command: string[]): Promise<boolean> => {
    await exportNotebooks(folder);
    return await deno(...command, ...config, folder);
  };
  return [
    { name: "format", run: () => deno("fmt", "--check", "--quiet", "--ignore=notebooks") },
    { name: "format of the notebooks", run: () => notebooksAreFormatted(folder) },
    { name: "lint", run: () => deno("lint", "--quiet") },
    { name: "types", run: () => deno("check", "--quiet", "--doc", "lib", "test") },
    { name: "lint of the notebooks", run: () => scripts("lint", "--rules-exclude=require-await") },
    { name: "types of the notebooks", run: () => scripts("check") },
  ];
}
