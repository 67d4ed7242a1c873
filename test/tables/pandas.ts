import { fileURLToPath } from "node:url";
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

async function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ending> {
  const command = new Deno.Command(program, { args: [...args], env, stdin: "null" });
  const { success, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { success, text: decoder.decode(stdout), errors: decoder.decode(stderr).trim() };
}

/**
 * Installs pandas, which the project does not need otherwise, into a folder. Returns whether it is
 * there; if not, the reason is on the terminal.
 */
async function installPandas(python: string, folder: string): Promise<boolean> {
  const requirements = fileURLToPath(new URL("requirements.txt", import.meta.url));
  const options = ["--quiet", "--disable-pip-version-check", "--no-compile", "--retries", "1"];
  const place = ["--target", folder, "-r", requirements];
  const { success, errors } = await run(python, ["-m", "pip", "install", ...options, ...place], {});
  if (!success) {
    console.log(`Skipped: pandas could not be installed (${errors.split("\n").at(-1)}).`);
  }
  return success;
}

/**
 * Reads tables with `pandas.read_csv`, and checks there that they are as their codebook says. Returns
 * their numbers of rows; undefined where pandas cannot be installed.
 *
 * @throws {Error} If a table is not as its codebook says.
 */
export async function readByPandas(files: readonly TableFile[]): Promise<number[] | undefined> {
  const { python } = await ensureEnvironment();
  const folder = await Deno.makeTempDir();
  try {
    if (!await installPandas(python, folder)) return undefined;
    const list = files.map(({ stem, path }) => {
      const { key, columns } = tableOf(stem)!;
      const kinds = Object.entries(columns).map(([name, { kind }]) => [name, kind]);
      return { path, key, kinds: Object.fromEntries(kinds) };
    });
    await Deno.writeTextFile(`${folder}/tables.json`, JSON.stringify(list));
    const script = fileURLToPath(new URL("read_tables.py", import.meta.url));
    const env = { PYTHONPATH: folder };
    const { success, text, errors } = await run(python, [script, `${folder}/tables.json`], env);
    if (success) return JSON.parse(text);
    throw new Error(errors.split("\n").at(-1));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
