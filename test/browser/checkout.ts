import { dirname } from "node:path";
import { projectRoot } from "lib/files.ts";

/** Runs a program in a folder, and returns what it prints. */
export async function run(folder: string, program: string, ...args: string[]): Promise<string> {
  const command = new Deno.Command(program, { args, cwd: folder, stdin: "null" });
  const { success, stdout, stderr } = await command.output();
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  if (!success) throw new Error(`${program} ${args.join(" ")}: ${decode(stdout)}${decode(stderr)}`);
  return decode(stdout);
}

/** Whether this project is a checkout of git, and git is there. */
export async function isCheckout(): Promise<boolean> {
  try {
    return await run(projectRoot, "git", "rev-parse", "--is-inside-work-tree") === "true\n";
  } catch {
    return false;
  }
}

/**
 * Makes a checkout in a folder as a newcomer has it, of the files as they are here, committed or not.
 * The Jupyter of this project stands in for its own, which would take a minute to install.
 */
export async function newCheckout(folder: string): Promise<void> {
  const listing = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const names = (await run(projectRoot, "git", ...listing)).split("\0").filter(Boolean);
  for (const name of names) {
    const isThere = await Deno.lstat(projectRoot + name).then(({ isFile }) => isFile, () => false);
    if (!isThere) continue;
    await Deno.mkdir(dirname(`${folder}/${name}`), { recursive: true });
    await Deno.copyFile(projectRoot + name, `${folder}/${name}`);
  }
  await Deno.symlink(`${projectRoot}.venv`, `${folder}/.venv`);
  const identity = ["-c", "user.name=Newcomer", "-c", "user.email=newcomer@example.org"];
  await run(folder, "git", "init", "--quiet");
  await run(folder, "git", "add", "--all");
  await run(folder, "git", ...identity, "commit", "--quiet", "--message=All");
}
