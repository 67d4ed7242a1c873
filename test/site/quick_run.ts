import { assert, assertEquals } from "@std/assert";
import { sharedFolder } from "../shared_folder.ts";
import { projectRoot } from "lib/files.ts";
import { buildSite } from "lib/web/build/site.ts";

/** State of the checkout, or nothing where it is none. */
async function gitStatus(): Promise<string> {
  const command = new Deno.Command("git", { args: ["status", "--porcelain"], cwd: projectRoot });
  return await command.output().then(
    ({ stdout }) => new TextDecoder().decode(stdout),
    () => "",
  );
}

/** Runs all notebooks, and fails unless the checkout stays as it was. */
async function runAll(out: string): Promise<void> {
  const before = await gitStatus();
  const options = ["--scale", "quick", "--out", out];
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", `${projectRoot}lib/cli/figures.ts`, ...options],
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  assert(success, "the notebooks did not run");
  assertEquals(await gitStatus(), before);
}

/**
 * The folder of a quick run of all figures, with their site; one in a run of all tests. Tests may add
 * files to it.
 */
export function quickRun(): Promise<string> {
  return sharedFolder("quick", async (out) => {
    await runAll(out);
    await buildSite(out);
  });
}
