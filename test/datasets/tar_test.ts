import { assertEquals, assertThrows } from "@std/assert";
import { gunzipSync } from "node:zlib";
import { tarFiles } from "lib/datasets/tar.ts";
import { UserError } from "lib/errors.ts";
import { tarball } from "./tarball.ts";

const content = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);

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

for (const size of ["-0000001000", "0000000100x", "           "]) {
  Deno.test(`tarFiles() refuses a file of size "${size}"`, () => {
    const archive = new Uint8Array(gunzipSync(tarball({ "a/one": content })));
    archive.set(new TextEncoder().encode(size), 124);
    assertThrows(() => [...tarFiles(archive)], UserError, "damaged");
  });
}
