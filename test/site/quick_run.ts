import { assert } from "@std/assert";
import { projectRoot } from "lib/files.ts";

/** The folder of a quick run of these figures: that in `UDL_SITE_OUT`, otherwise a new one. */
export async function quickRun(figures: readonly string[]): Promise<string> {
  const given = Deno.env.get("UDL_SITE_OUT");
  if (given) return given;
  const out = await Deno.makeTempDir();
  const script = `${projectRoot}lib/cli/figures.ts`;
  const options = ["--scale", "quick", "--out", out];
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", script, ...figures, ...options],
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  assert(success, "the notebooks did not run");
  return out;
}
