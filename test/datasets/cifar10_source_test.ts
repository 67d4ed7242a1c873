import { assertEquals, assertRejects } from "@std/assert";
import { fillCifar10 } from "lib/datasets/cifar10_source.ts";
import { UserError } from "lib/errors.ts";
import { tarball } from "./tarball.ts";

const names = ["data_batch_1.bin", "test_batch.bin"];
const contents = { "data_batch_1.bin": Uint8Array.of(1, 2), "test_batch.bin": Uint8Array.of(3) };

/** What is stored when `UDL_CIFAR10_ARCHIVE` is `path`. */
async function storedFrom(path: string): Promise<Record<string, Uint8Array>> {
  const stored: Record<string, Uint8Array> = {};
  Deno.env.set("UDL_CIFAR10_ARCHIVE", path);
  try {
    await fillCifar10(names, (name, content) => {
      stored[name] = content;
      return Promise.resolve();
    }, "");
  } finally {
    Deno.env.delete("UDL_CIFAR10_ARCHIVE");
  }
  return stored;
}

Deno.test("fillCifar10() takes the binary files of the authors' archive", async () => {
  const path = `${await Deno.makeTempDir()}/cifar-10-binary.tar.gz`;
  const archive = {
    "cifar-10-batches-bin/readme.html": Uint8Array.of(9),
    "cifar-10-batches-bin/data_batch_1.bin": contents["data_batch_1.bin"],
    "cifar-10-batches-bin/test_batch.bin": contents["test_batch.bin"],
  };
  await Deno.writeFile(path, tarball(archive));
  assertEquals(await storedFrom(path), contents);
});

Deno.test("fillCifar10() takes the binary files of a folder", async () => {
  const folder = await Deno.makeTempDir();
  for (const [name, content] of Object.entries(contents)) {
    await Deno.writeFile(`${folder}/${name}`, content);
  }
  assertEquals(await storedFrom(folder), contents);
});

Deno.test("fillCifar10() says so if the archive or a file is missing", async () => {
  const folder = await Deno.makeTempDir();
  await assertRejects(() => storedFrom(`${folder}/none.tar.gz`), UserError, "none.tar.gz");
  await assertRejects(() => storedFrom(folder), UserError, "data_batch_1.bin");
});
