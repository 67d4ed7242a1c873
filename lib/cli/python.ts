import { basename } from "node:path";
import { UserError } from "../errors.ts";
import { projectRoot } from "../files.ts";

/** What came of a program. */
export interface Output {
  /** Whether it ended well. */
  readonly ok: boolean;
  /** What it printed. */
  readonly stdout: string;
  /** What it printed of problems. */
  readonly stderr: string;
}

/** Runs a program, which is ended if the signal is aborted; throws the reason of the signal then. */
export async function run(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<Output> {
  signal.throwIfAborted();
  try {
    const env = { UDL_PARENT: String(Deno.pid) };
    const command = new Deno.Command(program, { args: [...args], env, signal });
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

// deno-fmt-ignore
const pip = [
  `${projectRoot}lib/cli/pip_with_parent.py`, "install", "--quiet", "--disable-pip-version-check", "--no-input",
  "--require-hashes", "-r",
];

/** The error for what pip printed when it failed to install a list of packages. */
function installError(list: string, stderr: string): UserError {
  const lines = stderr.split("\n");
  const expected = lines.findIndex((line) => line.trim().startsWith("Expected sha256"));
  if (expected > 0) {
    const [name] = lines[expected - 1]!.trim().split(" ");
    return new UserError(
      `${name} arrived with another checksum than ${list} has, and was not installed.`,
      "Run this command again; if that does not help, let pip use another package index.",
    );
  }
  const detail = lines.findLast((line) => line.startsWith("ERROR")) ?? stderr;
  return new UserError(
    `The packages of ${list} could not be installed (${detail}).`,
    "Check the network connection and the free disk space, and run this command again.",
  );
}

/**
 * Installs the packages of a list, all with the checksums that it has.
 *
 * @throws {UserError} If one cannot be installed.
 */
export async function installPackages(
  python: string,
  list: string,
  signal: AbortSignal,
): Promise<void> {
  const { ok, stderr } = await run(python, [...pip, list], signal);
  if (!ok) throw installError(basename(list), stderr);
}

/** Fails if one of the packages named by its arguments is not there, in whole or in part. */
const search = `import sys
from importlib.util import find_spec
specs = [find_spec(name) for name in sys.argv[1:]]
sys.exit(any(spec is None or spec.origin is None for spec in specs))`;

/** Whether a Python runs and has these packages. */
export async function hasPackages(
  python: string,
  packages: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  return (await run(python, ["-c", search, ...packages], signal)).ok;
}
