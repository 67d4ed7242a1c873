import { assert, assertAlmostEquals, assertEquals, assertLess, assertRejects } from "@std/assert";
import { cifar10 } from "lib/datasets/cifar10.ts";
import { UserError } from "lib/errors.ts";
import { cacheDir } from "lib/files.ts";
import { loadInProcess } from "./processes.ts";

const batch = (k: number) => Deno.readFile(`${cacheDir}/cifar10/data_batch_${k}.bin`);

Deno.test("cifar10() gives images as height × width × channel, in [0, 1]", async () => {
  const { test } = await cifar10({ train: 0, test: 10 });
  assertEquals([test.size, test.shape, test.classes], [10, [32, 32, 3], 10]);
  assertEquals([...test.y], [3, 8, 8, 0, 6, 6, 1, 6, 3, 1]);
  assertEquals([...test.x.subarray(0, 3)], [158, 112, 49].map((c) => Math.fround(c / 255)));
});

Deno.test("cifar10() has 5,000 training images a class and the published channel means", async () => {
  await cifar10({ train: 1, test: 0 });
  const perClass = Array.from({ length: 10 }, () => 0);
  const sums = [0, 0, 0];
  for (let k = 1; k <= 5; k++) {
    const content = await batch(k);
    for (let row = 0; row < content.length; row += 3073) {
      perClass[content[row]!]!++;
      for (let i = 0; i < 3072; i++) sums[i >> 10]! += content[row + 1 + i]!;
    }
  }
  assertEquals(perClass, Array.from({ length: 10 }, () => 5000));
  const means = sums.map((sum) => sum / (50000 * 1024));
  [125.307, 122.950, 113.865].forEach((mean, c) => assertAlmostEquals(means[c]!, mean, 5e-4));
});

Deno.test("cifar10() goes on from one file to the next", async () => {
  const { train } = await cifar10({ train: 10001, test: 0 });
  const second = await batch(2);
  assertEquals(train.y[10000], second[0]);
  const green = Array.from({ length: 1024 }, (_, p) => train.x[(10000 * 1024 + p) * 3 + 1]);
  assertEquals(green, [...second.subarray(1025, 2049)].map((c) => Math.fround(c / 255)));
});

Deno.test("cifar10() reads only the files that hold the images asked for", async () => {
  await cifar10({ train: 1, test: 1 });
  const partial = await Deno.makeTempDir();
  await Deno.mkdir(`${partial}/cifar10`);
  for (const name of ["data_batch_1.bin", "test_batch.bin"]) {
    await Deno.copyFile(`${cacheDir}/cifar10/${name}`, `${partial}/cifar10/${name}`);
  }
  const permissions = [
    "--allow-read",
    `--allow-write=${partial}`,
    "--allow-env=UDL_CACHE,UDL_CIFAR10_ARCHIVE",
  ];
  const [result] = await loadInProcess("cifar10", { UDL_CACHE: partial }, permissions);
  await Deno.remove(partial, { recursive: true });
  assertEquals(result, "3 32 × 32 × 3");
});

Deno.test("cifar10() refuses more examples than there are", async () => {
  await assertRejects(() => cifar10({ test: 10001 }), UserError, "from 0 to 10000");
});

Deno.test("cifar10() downloads and decodes within 1 GB of memory", async () => {
  const cache = await Deno.makeTempDir();
  const [result, memory] = await loadInProcess("cifar10", { UDL_CACHE: cache });
  const files = [...Deno.readDirSync(`${cache}/cifar10`)].map(({ name }) => name).sort();
  await Deno.remove(cache, { recursive: true });
  if (result!.includes("cannot be downloaded")) {
    console.log(`Not tested: ${result}`); // there is no way to decode what is not there
    return;
  }
  assertEquals(result, "3 32 × 32 × 3");
  const train = [1, 2, 3, 4, 5].map((k) => `data_batch_${k}.bin`);
  assertEquals(files, [".lock", ...train, "test_batch.bin"]);
  if (Deno.build.os !== "linux") return; // only there the process knows its peak
  assert(Number(memory) > 50);
  assertLess(Number(memory), 1000);
});
