import { assertEquals, assertRejects } from "@std/assert";
import { prepareOut } from "lib/cli/out_folder.ts";
import { UserError } from "lib/errors.ts";
import { projectRoot } from "lib/files.ts";

Deno.test("prepareOut() creates a folder, with those above it, and leaves nothing in it", async () => {
  const folder = `${await Deno.makeTempDir()}/new/out`;
  await prepareOut(folder);
  assertEquals([...Deno.readDirSync(folder)], []);
});

for (const name of ["", "notebooks", "lib/cli", "data/new", "test", ".git"]) {
  Deno.test(`prepareOut() refuses the project's own "${name}"`, async () => {
    await assertRejects(() => prepareOut(projectRoot + name), UserError, "project's own files");
  });
}

Deno.test("prepareOut() refuses a file, and a place below one", async () => {
  const file = await Deno.makeTempFile();
  await assertRejects(() => prepareOut(file), UserError, `${file} is not a folder. Choose another`);
  await assertRejects(() => prepareOut(`${file}/out`), UserError, "Results cannot be written to");
});

Deno.test({
  name: "prepareOut() refuses a link into the project, and what cannot be written",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const link = `${await Deno.makeTempDir()}/link`;
    await Deno.symlink(`${projectRoot}notebooks`, link);
    await assertRejects(() => prepareOut(`${link}/out`), UserError, "project's own files");
    await assertRejects(() => prepareOut("/proc/out"), UserError, "/proc/out");
  },
});
