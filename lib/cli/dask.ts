import { hash } from "node:crypto";
import type { Environment } from "./environment.ts";
import { hasPackages, installPackages, run } from "./python.ts";
import { UserError } from "../errors.ts";
import { cacheDir, projectRoot, withLock, writeFileAtomic } from "../files.ts";

const list = `${projectRoot}requirements-cluster.txt`;

/** Beside Jupyter: deleted with it, and then made again. */
const stamp = `${projectRoot}.venv/requirements-cluster.sha256`;

/** Refuses a Python that Dask does not know any more. */
async function checkVersion(python: string, signal: AbortSignal): Promise<void> {
  const probe = "import sys; sys.exit(sys.version_info < (3, 10))";
  if ((await run(python, ["-c", probe], signal)).ok) return;
  throw new UserError(
    "A cluster needs Python 3.10 or newer; that of .venv is older.",
    "Install one, delete the folder .venv, and run this command again.",
  );
}

/**
 * Installs Dask into the project's `.venv`, on first use, after a change to
 * `requirements-cluster.txt`, or if it is missing.
 *
 * @throws {UserError} If the Python is too old, or the packages cannot be installed.
 * @throws The reason of the signal, if that is aborted.
 */
export async function ensureDask(
  { python }: Environment,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  await withLock(`${cacheDir}/environment.lock`, async () => {
    const wanted = hash("sha256", await Deno.readFile(list));
    const found = await Deno.readTextFile(stamp).catch(() => "");
    if (found === wanted && await hasPackages(python, ["dask", "distributed"], signal)) return;
    await checkVersion(python, signal);
    console.error("Installing Dask into .venv (once, about 20 seconds) …");
    await installPackages(python, list, signal);
    await writeFileAtomic(stamp, wanted);
  });
}
