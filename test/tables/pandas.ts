import { ensureEnvironment } from "lib/cli/environment.ts";
import { tableOf } from "lib/tables/all.ts";

/** A table in a file. */
export interface TableFile {
  /** File name of its notebook, without extension. */
  readonly stem: string;
  /** Path of the file. */
  readonly path: string;
}

interface Ending {
  readonly success: boolean;
  readonly text: string;
  readonly errors: string;
}

async function run(program: string, args: readonly string[]): Promise<Ending> {
  const command = new Deno.Command(program, { args: [...args], stdin: "null" });
  const { success, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { success, text: decoder.decode(stdout), errors: decoder.decode(stderr).trim() };
}

/**
 * Installs pandas into a Python environment of its own, which the project does not need otherwise.
 * Returns its Python; undefined, with the reason on the terminal, where pandas cannot be installed.
 */
async function pythonWithPandas(folder: string): Promise<string | undefined> {
  const { python: own } = await ensureEnvironment();
  const bin = Deno.build.os === "windows" ? "Scripts/python.exe" : "bin/python";
  const python = `${folder}/venv/${bin}`;
  const requirements = new URL("requirements.txt", import.meta.url).pathname;
  const options = ["--quiet", "--disable-pip-version-check", "--retries", "1", "--timeout", "15"];
  const made = await run(own, ["-m", "venv", `${folder}/venv`]);
  const installed = made.success
    ? await run(python, ["-m", "pip", "install", ...options, "-r", requirements])
    : made;
  if (installed.success) return python;
  console.log(`Skipped: pandas could not be installed (${installed.errors.split("\n").at(-1)}).`);
  return undefined;
}

/**
 * Reads tables with `pandas.read_csv`, and checks there that they are as their codebook says. Returns
 * their numbers of rows; undefined where pandas cannot be installed.
 *
 * @throws {Error} If a table is not as its codebook says.
 */
export async function readByPandas(files: readonly TableFile[]): Promise<number[] | undefined> {
  const folder = await Deno.makeTempDir();
  try {
    const python = await pythonWithPandas(folder);
    if (python === undefined) return undefined;
    const list = files.map(({ stem, path }) => {
      const { key, columns } = tableOf(stem)!;
      const kinds = Object.entries(columns).map(([name, { kind }]) => [name, kind]);
      return { path, key, kinds: Object.fromEntries(kinds) };
    });
    await Deno.writeTextFile(`${folder}/tables.json`, JSON.stringify(list));
    const script = new URL("read_tables.py", import.meta.url).pathname;
    const { success, text, errors } = await run(python, [script, `${folder}/tables.json`]);
    if (success) return JSON.parse(text);
    throw new Error(errors.split("\n").at(-1));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
