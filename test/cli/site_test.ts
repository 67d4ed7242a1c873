import { assertEquals } from "@std/assert";
import { projectRoot } from "lib/files.ts";

Deno.test("the command that builds the site refuses what is no folder for it, in one line", async () => {
  const file = await Deno.makeTempFile();
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--frozen", "-A", "lib/cli/site.ts", "--out", file],
    cwd: projectRoot,
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals(code, 2);
  const said = new TextDecoder().decode(stderr);
  assertEquals(said, `${file} is not a folder. Choose another folder with --out.\n`);
});
