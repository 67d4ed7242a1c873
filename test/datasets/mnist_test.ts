import { assertAlmostEquals, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
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
  const permissions = ["--allow-read", `--allow-write=${cacheDir}`, "--allow-env=UDL_CACHE"];
  assertEquals((await loadInProcess("mnist", {}, permissions))[0], "7 28 × 28");
});

Deno.test("mnist() takes its files from UDL_MNIST_DIR, packed or not", async () => {
  await mnist({ train: 1, test: 1 });
  const root = await Deno.makeTempDir();
  const own = `${root}/own`;
  await Deno.mkdir(own);
  for (const { name } of [...Deno.readDirSync(`${cacheDir}/mnist`)]) {
    if (name.startsWith(".")) continue;
    const content = await Deno.readFile(`${cacheDir}/mnist/${name}`);
    if (name.startsWith("train")) await Deno.writeFile(`${own}/${name}`, content);
    else await Deno.writeFile(`${own}/${name}.gz`, gzipSync(content, { level: 1 }));
  }
  const firstLine = async (cache: string) => {
    const env = { UDL_MNIST_DIR: own, UDL_CACHE: `${root}/${cache}` };
    const offline = ["--allow-read", "--allow-write", "--allow-env"];
    return (await loadInProcess("mnist", env, offline))[0]!;
  };
  assertEquals(await firstLine("intact"), "7 28 × 28");
  await Deno.truncate(`${own}/train-labels-idx1-ubyte`, 60000);
  assertStringIncludes(await firstLine("damaged"), "train-labels-idx1-ubyte is damaged");
  await Deno.remove(`${own}/train-labels-idx1-ubyte`);
  assertStringIncludes(await firstLine("missing"), "There is no file");
  await Deno.remove(root, { recursive: true });
});
