import { assertEquals, assertRejects } from "@std/assert";
import { Buffer } from "node:buffer";
import { existsSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { sha256 } from "lib/datasets/cache.ts";
import { readOwnCifar10 } from "lib/datasets/cifar10_own.ts";
import { fromPickle } from "lib/datasets/cifar10_pickle.ts";
import { UserError } from "lib/errors.ts";
import { cacheDir } from "lib/files.ts";
import { tarball } from "./tarball.ts";

const images = 10000;
const pixels = Uint8Array.from({ length: images * 3072 }, (_, i) => (i * 7 + (i >> 10)) % 251);
const labels = Uint8Array.from({ length: images }, (_, i) => i % 10);

/** The file in the authors' binary version. */
function binaryFile(): Uint8Array<ArrayBuffer> {
  const rows = new Uint8Array(images * 3073);
  for (let i = 0; i < images; i++) {
    rows[i * 3073] = labels[i]!;
    rows.set(pixels.subarray(i * 3072, (i + 1) * 3072), i * 3073 + 1);
  }
  return rows;
}

/** The file as Python 2 pickles it: a list of labels, appended a thousand at a time, and a string. */
function pickledFile(): Uint8Array<ArrayBuffer> {
  const latin1 = (text: string) => Buffer.from(text, "latin1");
  const appended = Array.from({ length: 10 }, (_, part) => {
    const some = [...labels.subarray(1000 * part, 1000 * (part + 1))];
    return Buffer.from([0x28, ...some.flatMap((label) => [0x4b, label]), 0x65]);
  });
  const length = Buffer.alloc(4);
  length.writeUInt32LE(pixels.length);
  return new Uint8Array(Buffer.concat([
    latin1(
      "\x80\x02}q\x01(U\x0bbatch_labelq\x02U\x15training batch 1 of 5q\x03U\x06labelsq\x04]q\x05",
    ),
    ...appended,
    latin1("U\x04dataq\x06cnumpy.core.multiarray\n_reconstruct\nq\x07T"),
    length,
    pixels,
    latin1("q\x14tbU\tfilenamesq\x15]q\x16u."),
  ]));
}

const unpacked = `${cacheDir}/cifar10-own`;
const before = names(unpacked);
Deno.test.afterAll(async () => {
  for (const name of names(unpacked)) {
    if (!before.includes(name)) await Deno.remove(`${unpacked}/${name}`, { recursive: true });
  }
});

/** Names in a folder; none if there is none. */
function names(folder: string): string[] {
  return existsSync(folder) ? [...Deno.readDirSync(folder)].map(({ name }) => name) : [];
}

const binary = binaryFile();
const pickled = pickledFile();
const name = "data_batch_1.bin";
const checksums = { [name]: await sha256(binary) };
const py = {
  "cifar-10-batches-py/batches.meta": Uint8Array.of(1),
  "cifar-10-batches-py/data_batch_1": pickled,
};
const bin = { "cifar-10-batches-bin/data_batch_1.bin": binary };

/** Writes a file, with the folders above it, into a new folder; returns that folder. */
async function folderWith(path: string, content: Uint8Array): Promise<string> {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(`${folder}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
  await Deno.writeFile(`${folder}/${path}`, content);
  return folder;
}

Deno.test("fromPickle() gives the binary file of a pickled one", () => {
  assertEquals(fromPickle(pickled), binary);
  assertEquals(fromPickle(pickled.subarray(0, 100_000)), undefined);
});

for (
  const [form, path, below, content] of [
    ["folder of the binary version", name, "", binary],
    ["folder of packed files", `${name}.gz`, "", gzipSync(binary, { level: 1 })],
    ["folder of the Python version", "data_batch_1", "", pickled],
    ["folder above", "cifar-10-batches-py/data_batch_1", "", pickled],
    ["folder with an archive", "cifar-10-binary.tar.gz", "", tarball(bin)],
    ["binary archive", "own.tar.gz", "/own.tar.gz", tarball(bin)],
    ["Python archive", "own.tgz", "/own.tgz", tarball(py)],
    ["unpacked archive", "own.tar", "/own.tar", new Uint8Array(gunzipSync(tarball(py)))],
  ] as const
) {
  Deno.test(`readOwnCifar10() reads a ${form}`, async () => {
    const folder = await folderWith(path, content);
    const read = await readOwnCifar10(folder + below, name, checksums);
    assertEquals(await sha256(new Uint8Array(read)), checksums[name]);
    await Deno.remove(folder, { recursive: true });
  });
}

Deno.test("readOwnCifar10() unpacks an archive once, and another at the same place again", async () => {
  const folder = await folderWith("own.tar.gz", tarball(bin));
  const path = `${folder}/own.tar.gz`;
  await readOwnCifar10(path, name, checksums);
  await Deno.writeFile(path, tarball({ ...bin, [`x/${name}`]: Uint8Array.of(1) }));
  await assertRejects(() => readOwnCifar10(path, name, checksums), UserError, "is damaged");
  await Deno.remove(folder, { recursive: true });
});

const one = Uint8Array.of(1);
for (
  const [form, path, below, content, problem] of [
    ["nothing", "x", "/none", one, "There is no"],
    ["empty folder", "x", "", one, "has no files of CIFAR-10"],
    ["MATLAB version", "data_batch_1.mat", "", one, "is the MATLAB version"],
    ["CIFAR-100", "own.tgz", "/own.tgz", tarball({ "cifar-100-python/meta": one }), "is CIFAR-100"],
    ["damaged file", name, "", one, "is damaged or not CIFAR-10's"],
    ["other file", "own.zip", "/own.zip", one, "is not a tar archive"],
    ["web page", "own.tar.gz", "/own.tar.gz", new TextEncoder().encode("<html>"), "is a web page"],
  ] as const
) {
  Deno.test(`readOwnCifar10() refuses in a sentence: ${form}`, async () => {
    const folder = await folderWith(path, content);
    await assertRejects(() => readOwnCifar10(folder + below, name, checksums), UserError, problem);
    await Deno.remove(folder, { recursive: true });
  });
}
