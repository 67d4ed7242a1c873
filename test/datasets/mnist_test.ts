import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { gzipSync } from "node:zlib";
import { mnist } from "lib/datasets/mnist.ts";
import { UserError } from "lib/errors.ts";
import { cacheDir } from "lib/files.ts";
import { loadInProcess } from "./processes.ts";

function counts(labels: Uint8Array): number[] {
  const result = Array.from({ length: 10 }, () => 0);
  for (const label of labels) result[label]!++;
  return result;
}

Deno.test("mnist() gives the published number of examples of each digit", async () => {
  const { train, test } = await mnist();
  assertEquals(counts(train.y), [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
  assertEquals(counts(test.y), [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  assertEquals([train.size, train.x.length], [60000, 60000 * 784]);
  assertEquals([test.size, test.x.length], [10000, 10000 * 784]);
});

Deno.test("mnist() gives pixels with mean 0.1307 and standard deviation 0.3081", async () => {
  const { x } = (await mnist({ test: 0 })).train; // the constants that the PyTorch examples use
  let [sum, squares, least, most] = [0, 0, Infinity, -Infinity];
  for (const value of x) {
    sum += value;
    squares += value * value;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const mean = sum / x.length;
  assertAlmostEquals(mean, 0.1307, 5e-5);
  assertAlmostEquals(Math.sqrt(squares / x.length - mean ** 2), 0.3081, 5e-5);
  assertEquals([least, most], [0, 1]);
});

Deno.test("mnist() takes the first examples of each part", async () => {
  const all = await mnist();
  const few = await mnist({ train: 1000, test: 1 });
  assertEquals(few.train, {
    ...all.train,
    size: 1000,
    x: all.train.x.slice(0, 784000),
    y: all.train.y.slice(0, 1000),
  });
  assertEquals(few.test.y, Uint8Array.of(7));
});

Deno.test("mnist() refuses more examples than there are", async () => {
  await assertRejects(() => mnist({ train: 60001 }), UserError, "from 0 to 60000");
});

Deno.test("mnist() needs neither the network nor other programs once it is cached", async () => {
  await mnist({ train: 1, test: 1 });
  const permissions = [
    "--allow-read",
    `--allow-write=${cacheDir}`,
    "--allow-env=UDL_CACHE,UDL_MNIST_DIR",
  ];
  assertEquals((await loadInProcess("mnist", {}, permissions))[0], "7 28 × 28");
});

Deno.test("mnist() says what to do if it is not cached and may not be downloaded", async () => {
  const empty = await Deno.makeTempDir();
  const permissions = ["--allow-read", `--allow-write=${empty}`, "--allow-env=UDL_*"];
  const [problem] = await loadInProcess("mnist", { UDL_CACHE: empty }, permissions);
  assert(problem!.includes("under the permissions of this program. Download it once"), problem);
});

/** Copies the four files into a new folder, under names that `rename` gives. */
async function ownCopy(sub: string, rename = (name: string) => name): Promise<string> {
  await mnist({ train: 1, test: 1 });
  const folder = `${await Deno.makeTempDir()}/own`;
  await Deno.mkdir(folder + sub, { recursive: true });
  for (const { name } of [...Deno.readDirSync(`${cacheDir}/mnist`)]) {
    if (name.startsWith(".")) continue;
    const content = await Deno.readFile(`${cacheDir}/mnist/${name}`);
    const path = `${folder}${sub}/${rename(name)}`;
    if (name.startsWith("train")) await Deno.writeFile(path, content);
    else await Deno.writeFile(`${path}.gz`, gzipSync(content, { level: 1 }));
  }
  return folder;
}

/** What comes of `mnist()` with this folder in `UDL_MNIST_DIR`, and a cache that has MNIST. */
async function firstLine(folder: string): Promise<string> {
  const offline = ["--allow-read", "--allow-write", "--allow-env"];
  return (await loadInProcess("mnist", { UDL_MNIST_DIR: folder }, offline))[0]!;
}

Deno.test("mnist() takes its files from UDL_MNIST_DIR, as several programs store them", async () => {
  assertEquals(await firstLine(await ownCopy("")), "7 28 × 28");
  assertEquals(await firstLine(await ownCopy("/MNIST/raw")), "7 28 × 28");
  assertEquals(
    await firstLine(await ownCopy("", (name) => name.replace("-idx", ".idx"))),
    "7 28 × 28",
  );
});

Deno.test("mnist() refuses what UDL_MNIST_DIR names if it is not MNIST", async () => {
  const own = await ownCopy("");
  const labels = `${own}/train-labels-idx1-ubyte`;
  const content = await Deno.readFile(labels);
  content[100] = 9 - content[100]!;
  await Deno.writeFile(labels, content);
  assertStringIncludes(await firstLine(own), "is not MNIST's file: its checksum is another. Unset");
  await Deno.truncate(labels, 60000);
  assertStringIncludes(await firstLine(own), "train-labels-idx1-ubyte is damaged");
  await Deno.writeTextFile(labels, "<!DOCTYPE html><p>Not found");
  assertStringIncludes(await firstLine(own), "is a web page, saved in place of the data");
  await Deno.remove(labels);
  assertStringIncludes(await firstLine(own), "There is no file train-labels-idx1-ubyte");
  assertStringIncludes(await firstLine("/no such folder"), "There is no file");
});

Deno.test("mnist({ from }) reads other data of the same form, and does not call it MNIST", async () => {
  const folder = `${await Deno.makeTempDir()}/letters/raw`;
  await Deno.mkdir(folder, { recursive: true });
  for (const [prefix, size] of [["train", 3], ["t10k", 2]] as const) {
    const images = [0, 0, 8, 3, 0, 0, 0, size, 0, 0, 0, 2, 0, 0, 0, 1];
    const pixels = Array.from({ length: 2 * size }, (_, i) => 51 * i);
    const labels = [0, 0, 8, 1, 0, 0, 0, size, ...[26, 1, 2].slice(0, size)];
    await Deno.writeFile(
      `${folder}/${prefix}-images-idx3-ubyte`,
      Uint8Array.of(...images, ...pixels),
    );
    await Deno.writeFile(`${folder}/${prefix}-labels-idx1-ubyte`, Uint8Array.from(labels));
  }
  const { train, test } = await mnist({ from: folder, test: 1 });
  assertEquals([train.name, train.shape, train.classes], ['own files "letters"', [2, 1], 27]);
  assertEquals([train.size, test.size, [...test.y]], [3, 1, [26]]);
  assertEquals([...train.x].slice(0, 2), [0, Math.fround(0.2)]);
  await assertRejects(() => mnist({ from: folder, train: 4 }), UserError, "from 0 to 3");
});
