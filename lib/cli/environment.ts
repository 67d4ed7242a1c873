import { hash } from "node:crypto";
import { UserError } from "../errors.ts";
import { cacheDir, projectRoot, withLock, writeFileAtomic } from "../files.ts";

const windows = Deno.build.os === "windows";

const requirements = `${projectRoot}requirements.txt`;

/** The project's own Jupyter, which is installed in `.venv` inside the project. */
export interface Environment {
  /** Path of the environment's Python. */
  readonly python: string;
  /** Variables for Jupyter processes, which make them use only the kernel in `.venv`. */
  readonly env: Record<string, string>;
}

interface Output {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program, which is ended if the signal is aborted; throws the reason of the signal then. */
async function run(program: string, args: string[], signal: AbortSignal): Promise<Output> {
  signal.throwIfAborted();
  try {
    const env = { UDL_PARENT: String(Deno.pid) };
    const command = new Deno.Command(program, { args, env, signal });
    const { success, stdout, stderr } = await command.output();
    signal.throwIfAborted();
    const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).trim();
    return { ok: success, stdout: text(stdout), stderr: text(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      return { ok: false, stdout: "", stderr: "not found" };
    }
    throw error;
  }
}

/** Name of a Python 3.9 or newer that can create virtual environments. */
async function findPython(signal: AbortSignal): Promise<string> {
  const probe = "import sys; print('%d.%d' % sys.version_info[:2]); import venv, ensurepip";
  const remedy = "Install Python 3.9 or newer, and run this command again.";
  let problem = "Python was not found.";
  for (const name of windows ? ["python", "py"] : ["python3", "python"]) {
    const { ok, stdout } = await run(name, ["-c", probe], signal);
    const [major, minor] = stdout.split(".").map(Number);
    if (major !== 3 || minor === undefined) continue;
    if (minor < 9) problem = `Python ${stdout} is too old.`;
    else if (ok) return name;
    else {
      throw new UserError(
        `Python ${stdout} has no venv module.`,
        "Install it (on Debian and Ubuntu: `apt install python3-venv`), and run this command again.",
      );
    }
  }
  throw new UserError(problem, remedy);
}

// deno-fmt-ignore
const pip = [
  `${projectRoot}lib/cli/pip_with_parent.py`, "install", "--quiet", "--disable-pip-version-check", "--no-input",
  "--require-hashes", "-r",
];

/** The error for what pip printed when it failed. */
function installError(stderr: string): UserError {
  const lines = stderr.split("\n");
  const expected = lines.findIndex((line) => line.trim().startsWith("Expected sha256"));
  if (expected > 0) {
    const [name] = lines[expected - 1]!.trim().split(" ");
    return new UserError(
      `${name} arrived with another checksum than requirements.txt has, and was not installed.`,
      "Run this command again; if that does not help, let pip use another package index.",
    );
  }
  const detail = lines.findLast((line) => line.startsWith("ERROR")) ?? stderr;
  return new UserError(
    `The packages of requirements.txt could not be installed (${detail}).`,
    "Check the network connection and the free disk space, and run this command again.",
  );
}

/**
 * Refuses to replace an environment behind a symbolic link: others may use it, and `venv --clear`
 * empties it before it fails.
 */
async function refuseLink(folder: string): Promise<void> {
  const isLink = await Deno.lstat(folder).then((info) => info.isSymlink, () => false);
  if (!isLink) return;
  throw new UserError(
    `${folder} is a link, and the environment behind it does not fit requirements.txt.`,
    "Remove the link, and run this command again.",
  );
}

/** Installs `requirements.txt` into a new `.venv`. */
async function install(folder: string, python: string, signal: AbortSignal): Promise<void> {
  await refuseLink(folder);
  const base = await findPython(signal);
  console.error("Installing Jupyter into .venv (once, about a minute) …");
  const made = await run(base, ["-m", "venv", "--clear", folder], signal);
  if (!made.ok) {
    const detail = made.stderr || made.stdout;
    throw new UserError(
      `.venv could not be created: ${detail}.`,
      "Make sure that it may be written and has space, and run this command again.",
    );
  }
  // The pip that comes with an old Python does not know all kinds of packages.
  const newer = await run(python, [...pip, `${projectRoot}lib/cli/pip.txt`], signal);
  const { ok, stderr } = newer.ok ? await run(python, [...pip, requirements], signal) : newer;
  if (!ok) throw installError(stderr);
}

/** JupyterLab settings: do not ask whether to show news, and do not fetch any. */
const quietLab = { disabledExtensions: { "@jupyterlab/apputils-extension:announcements": true } };

/** Writes the kernel's description, so that Jupyter starts the Deno that runs this command. */
async function installKernel(folder: string): Promise<void> {
  const path = `${folder}/share/jupyter/kernels/deno/kernel.json`;
  const spec = {
    argv: [Deno.execPath(), "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
  };
  const text = JSON.stringify(spec, null, 2);
  if (await Deno.readTextFile(path).catch(() => "") !== text) await writeFileAtomic(path, text);
}

/** The packages that the project imports. */
const packages = [
  "jupyter_client",
  "jupyterlab",
  "jupytext",
  "nbclient",
  "nbformat",
  "scipy_openblas32",
];

/** Fails if one of the packages named by its arguments is not there, in whole or in part. */
const search = `import sys
from importlib.util import find_spec
specs = [find_spec(name) for name in sys.argv[1:]]
sys.exit(any(spec is None or spec.origin is None for spec in specs))`;

/** Whether a Python runs and has the packages of `requirements.txt`. */
async function isComplete(python: string, signal: AbortSignal): Promise<boolean> {
  return (await run(python, ["-c", search, ...packages], signal)).ok;
}

/**
 * Creates a folder for Jupyter's settings and its database of trusted notebooks, which would
 * otherwise be in the user's home, and returns the variables that make Jupyter use it.
 */
export async function jupyterHome(home: string): Promise<Record<string, string>> {
  await Deno.mkdir(`${home}/ipython`, { recursive: true });
  await writeFileAtomic(`${home}/config/labconfig/page_config.json`, JSON.stringify(quietLab));
  return {
    JUPYTER_CONFIG_DIR: `${home}/config`,
    JUPYTER_DATA_DIR: `${home}/data`,
    JUPYTER_RUNTIME_DIR: `${home}/runtime`,
    IPYTHONDIR: `${home}/ipython`,
    JUPYTER_PREFER_ENV_PATH: "1",
    NO_COLOR: "1",
  };
}

/**
 * Prepares the project's Jupyter, by default in `.venv`: installs it on first use, after a change to
 * `requirements.txt`, or if something of it is missing, and writes the kernel's description. Nothing
 * outside the project is touched. A second process waits for the first; an interrupted installation
 * starts over.
 *
 * @param options `folder` is that of the environment; `signal` ends the installation.
 * @throws {UserError} If there is no Python ≥ 3.9 with venv, or the packages cannot be installed.
 * @throws The reason of the signal, if that is aborted.
 */
export async function ensureEnvironment(
  options: { readonly folder?: string; readonly signal?: AbortSignal } = {},
): Promise<Environment> {
  const { folder = `${projectRoot}.venv`, signal = new AbortController().signal } = options;
  const python = windows ? `${folder}/Scripts/python.exe` : `${folder}/bin/python`;
  await withLock(`${cacheDir}/environment.lock`, async () => {
    const stamp = `${folder}/requirements.sha256`;
    const wanted = hash("sha256", await Deno.readFile(requirements));
    const found = await Deno.readTextFile(stamp).catch(() => "");
    if (found !== wanted || !await isComplete(python, signal)) {
      await install(folder, python, signal);
      await writeFileAtomic(stamp, wanted);
    }
    await installKernel(folder);
  });
  return { python, env: await jupyterHome(`${cacheDir}/jupyter`) };
}
