import { assertEquals, assertRejects } from "@std/assert";
import { gzipSync } from "node:zlib";
import { findOwnFile, readOwnFile } from "lib/datasets/own_files.ts";
import { UserError } from "lib/errors.ts";

const content = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);

Deno.test("readOwnFile() reads a file as it is or packed, whatever its name", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeFile(`${folder}/plain.gz`, content);
  await Deno.writeFile(`${folder}/packed`, gzipSync(content));
  assertEquals(await readOwnFile(`${folder}/plain.gz`), content);
  assertEquals(await readOwnFile(`${folder}/packed`), content);
});

Deno.test("readOwnFile() says what is wrong with a file", async () => {
  const path = `${await Deno.makeTempDir()}/images`;
  await assertRejects(() => readOwnFile(path), UserError, "images cannot be read");
  await Deno.writeFile(path, gzipSync(content).subarray(0, -20));
  await assertRejects(() => readOwnFile(path), UserError, "images cannot be read");
  await Deno.writeTextFile(path, "\n<html><body>Please log in");
  await assertRejects(() => readOwnFile(path), UserError, "images is a web page, saved in place");
});

Deno.test("findOwnFile() prefers earlier folders and names", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(`${folder}/sub`);
  for (const name of ["b", "a.gz", "sub/a"]) await Deno.writeTextFile(`${folder}/${name}`, "");
  const find = (...names: string[]) => findOwnFile([folder, `${folder}/sub`], names);
  assertEquals(find("a", "b"), `${folder}/a.gz`);
  assertEquals(find("b", "a"), `${folder}/b`);
  assertEquals(find("c"), undefined);
});
