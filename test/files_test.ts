import { assertEquals } from "@std/assert";
import { temporaryPath, writeFileAtomic } from "lib/files.ts";

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
