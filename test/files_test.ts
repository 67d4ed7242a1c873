import { assertEquals, assertStringIncludes } from "@std/assert";
import { asWriteError, cacheDir, projectRoot, temporaryPath, writeFileAtomic } from "lib/files.ts";

Deno.test("writeFileAtomic() removes what killed processes left a day ago, and nothing else", async () => {
  const folder = await Deno.makeTempDir();
  const [old, recent] = [temporaryPath(`${folder}/old`), temporaryPath(`${folder}/recent`)];
  const [oldFolder, others] = [temporaryPath(`${folder}/unfinished`), `${folder}/notes.tmp`];
  await Deno.mkdir(oldFolder);
  for (const path of [old, recent, others, `${oldFolder}/page`]) await Deno.writeTextFile(path, "");
  const twoDaysAgo = new Date(Date.now() - 48 * 3600 * 1000);
  for (const path of [old, oldFolder, others]) await Deno.utime(path, twoDaysAgo, twoDaysAgo);
  await writeFileAtomic(`${folder}/new`, "");
  const names = [...Deno.readDirSync(folder)].map(({ name }) => `${folder}/${name}`);
  assertEquals(names.sort(), [others, recent, `${folder}/new`].sort());
});

for (
  const [code, path, sentences] of [
    ["EROFS", "/x/page.html", "the disk is read-only. Choose another folder with --out."],
    ["EACCES", `${cacheDir}/x`, "permission denied. Set UDL_CACHE to another folder."],
    ["EDQUOT", `${cacheDir}/x`, "quota. Free some space, or set UDL_CACHE to another folder."],
    ["EROFS", `${projectRoot}.venv/x`, "read-only. Use a checkout that may be written."],
  ] as const
) {
  Deno.test(`asWriteError() says what to do about ${code} at ${path}`, () => {
    const error = asWriteError(Object.assign(new Error(), { code }), path) as Error;
    assertStringIncludes(error.message, sentences);
  });
}
