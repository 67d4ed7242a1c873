import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { gunzipSync, gzipSync } from "node:zlib";
import { readGzip, readOwnFile, tarFiles } from "lib/datasets/own_files.ts";
import { UserError } from "lib/errors.ts";
import { tarball } from "./tarball.ts";

const content = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);

Deno.test("readOwnFile() reads a file as it is or packed", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeFile(`${folder}/plain`, content);
  await Deno.writeFile(`${folder}/packed.gz`, gzipSync(content));
  assertEquals(await readOwnFile(folder, "plain"), content);
  assertEquals(await readOwnFile(folder, "packed"), content);
});

Deno.test("readOwnFile() says which file is missing", async () => {
  const folder = await Deno.makeTempDir();
  await assertRejects(() => readOwnFile(folder, "labels"), UserError, `${folder}/labels`);
  await assertRejects(() => readOwnFile(`${folder}/none`, "labels"), UserError, "no file");
});

Deno.test("readGzip() refuses a file that is cut short or not packed", async () => {
  const path = `${await Deno.makeTempDir()}/images.gz`;
  for (const damaged of [gzipSync(content).subarray(0, -20), content]) {
    await Deno.writeFile(path, damaged);
    await assertRejects(() => readGzip(path), UserError, "images.gz cannot be read");
  }
});

Deno.test("tarFiles() gives the files of an archive in order", () => {
  const files = { "a/one": content, "a/empty": new Uint8Array(), "two": content.slice(0, 512) };
  const archive = new Uint8Array(gunzipSync(tarball(files)));
  const found = [...tarFiles(archive)].map((file) => [file.path, file.content]);
  assertEquals(found, Object.entries(files));
});

Deno.test("tarFiles() refuses an archive that ends within a file", () => {
  const archive = new Uint8Array(gunzipSync(tarball({ "a/one": content })));
  assertThrows(() => [...tarFiles(archive.slice(0, 900))], UserError, "incomplete");
});
