import { ensureEnvironment } from "lib/cli/environment.ts";
import { UserError } from "lib/errors.ts";
import { cacheDir, projectRoot } from "lib/files.ts";
import { venvPython } from "lib/venv.ts";
import type { Settings } from "./cases.ts";

/** A library in Python that the loops are timed in, too. */
export interface Peer {
  /** Its name. */
  readonly name: "PyTorch" | "JAX";
  /** The module that a Python with it can import. */
  readonly module: string;
  /** The program that runs a case, in this folder. */
  readonly script: string;
  /** Its list of packages, in this folder. */
  readonly requirements: string;
  /** Its environment, in the cache. */
  readonly folder: string;
  /** The variable that names another Python that has it. */
  readonly variable: string;
  /** The kinds of loops that it has. */
  has(kind: Settings["kind"]): boolean;
  /** Variables that give a process so many threads; without, it changes them while it runs. */
  threads?(count: number): Record<string, string>;
}

/** All peers, in the order of the table. */
export const peers: readonly Peer[] = [
  {
    name: "PyTorch",
    module: "torch",
    script: "pytorch_side.py",
    requirements: "requirements-pytorch.txt",
    folder: `${cacheDir}/bench-venv`,
    variable: "UDL_BENCH_PYTHON",
    has: () => true,
  },
  {
    name: "JAX",
    module: "jax",
    script: "jax_side.py",
    requirements: "requirements-jax.txt",
    folder: `${cacheDir}/bench-venv-jax`,
    variable: "UDL_BENCH_JAX_PYTHON",
    has: (kind) => kind !== "images" && kind !== "image-gradient",
    threads: (count) => ({ NPROC: String(count) }),
  },
];

/** Runs a program that prints only errors. */
async function succeeds(
  stderr: "inherit" | "null",
  program: string,
  ...args: string[]
): Promise<boolean> {
  try {
    const command = new Deno.Command(program, { args, stdin: "null", stdout: "null", stderr });
    return (await command.spawn().status).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Puts a peer into an environment of its own, as it is large and only this command uses it. */
export async function install({ name, folder, requirements }: Peer): Promise<void> {
  const { python } = await ensureEnvironment();
  console.error(`Installing ${name} into ${folder} (once, some minutes) …`);
  const list = `${projectRoot}test/bench/${requirements}`;
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"];
  if (
    await succeeds("inherit", python, "-m", "venv", "--clear", folder) &&
    await succeeds("inherit", venvPython(folder), ...pip, "-r", list)
  ) return;
  throw new UserError(
    `${name} could not be installed.`,
    "Check the network connection and the free disk space, and run this command again.",
  );
}

/** A Python that has the peer; undefined, with a line on how to get one, if there is none. */
export async function findPython(peer: Peer): Promise<string | undefined> {
  const { name, module, folder, variable } = peer;
  const chosen = Deno.env.get(variable);
  const python = chosen ?? venvPython(folder);
  if (await succeeds("null", python, "-c", `import ${module}`)) return python;
  if (chosen) {
    throw new UserError(
      `The Python of ${variable}, ${chosen}, has no ${name}.`,
      "Install it there, or unset the variable.",
    );
  }
  console.error(
    `No ${name} to compare with: \`deno task bench --install\` installs it, or ${variable} names a ` +
      "Python that has it.",
  );
  return undefined;
}
