import { hash } from "node:crypto";
import { hasPackages, installPackages, run } from "./python.ts";
import { UserError } from "../errors.ts";
import { cacheDir, projectRoot, withLock, writeFileAtomic } from "../files.ts";
import { venvPython } from "../venv.ts";

const windows = Deno.build.os === "windows";

const requirements = `${projectRoot}requirements.txt`;

/** The project's own Jupyter, which is installed in `.venv` inside the project. */
export interface Environment {
  /** Path of the environment's Python. */
  readonly python: string;
  /** Variables for Jupyter processes, which make them use only the kernel in `.venv`. */
  readonly env: Record<string, string>;
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
  await installPackages(python, `${projectRoot}lib/cli/pip.txt`, signal);
  await installPackages(python, requirements, signal);
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
  const python = venvPython(folder);
  await withLock(`${cacheDir}/environment.lock`, async () => {
    const stamp = `${folder}/requirements.sha256`;
    const wanted = hash("sha256", await Deno.readFile(requirements));
    const found = await Deno.readTextFile(stamp).catch(() => "");
    if (found !== wanted || !await hasPackages(python, packages, signal)) {
      await install(folder, python, signal);
      await writeFileAtomic(stamp, wanted);
    }
    await installKernel(folder);
  });
  return { python, env: await jupyterHome(`${cacheDir}/jupyter`) };
}
