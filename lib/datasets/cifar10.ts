import { cachedFile, type CachedFiles } from "./cache.ts";
import { readOwnCifar10 } from "./cifar10_own.ts";
import { fillCifar10, imagesPerFile, planeBytes, rowBytes } from "./cifar10_source.ts";
import type { Dataset, Split } from "./dataset.ts";
import { type SplitSizes, splitSizes } from "./sizes.ts";
import { cacheDir } from "../files.ts";

const name = "CIFAR-10";

const files: CachedFiles = {
  folder: `${cacheDir}/cifar10`,
  checksums: {
    "data_batch_1.bin": "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
    "data_batch_2.bin": "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
    "data_batch_3.bin": "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
    "data_batch_4.bin": "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
    "data_batch_5.bin": "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
    "test_batch.bin": "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
  },
  fill: (store, scratch) => fillCifar10(Object.keys(files.checksums), store, scratch),
};

/** The names of the classes, in the order of the labels. */
export const cifar10ClassNames: readonly string[] = [
  "airplane",
  "automobile",
  "bird",
  "cat",
  "deer",
  "dog",
  "frog",
  "horse",
  "ship",
  "truck",
];

/** One of the files: from the user's own copy, if there is one, otherwise from the cache. */
async function read(file: string): Promise<Uint8Array> {
  const own = Deno.env.get("UDL_CIFAR10_ARCHIVE");
  return own ? await readOwnCifar10(own, file, files.checksums) : await cachedFile(files, file);
}

/** The first `size` images of the files; reads only the files that are needed. */
async function part(names: readonly string[], size: number): Promise<Dataset> {
  const x = new Float32Array(size * 3 * planeBytes);
  const y = new Uint8Array(size);
  for (let start = 0; start < size; start += imagesPerFile) {
    const content = await read(names[start / imagesPerFile]!);
    const end = Math.min(size, start + imagesPerFile);
    for (let i = start, at = start * 3 * planeBytes; i < end; i++) {
      const row = content.subarray((i - start) * rowBytes, (i - start + 1) * rowBytes);
      y[i] = row[0]!;
      for (let p = 1; p <= planeBytes; p++) {
        x[at++] = row[p]! / 255;
        x[at++] = row[p + planeBytes]! / 255;
        x[at++] = row[p + 2 * planeBytes]! / 255;
      }
    }
  }
  return { name, x, y, size, shape: [32, 32, 3], classes: 10 };
}

/**
 * CIFAR-10: color photographs in ten classes, 50,000 for training and 10,000 for testing, 32 × 32
 * pixels of red, green and blue in [0, 1]. The first use downloads 139 MB and keeps 184 MB in the
 * cache. To use your own copy instead, set the environment variable `UDL_CIFAR10_ARCHIVE` to the
 * authors' `cifar-10-binary.tar.gz` or `cifar-10-python.tar.gz`, unpacked or not, or to a folder with
 * their files. All the examples together take 740 MB of memory.
 *
 * Source: Krizhevsky, "Learning multiple layers of features from tiny images", 2009.
 *
 * @param sizes How many examples to take from the start of each part; all by default.
 * @throws {UserError} If a size is not an integer in [0, 50000], or [0, 10000] for the test set, or
 * if the files can be neither read nor downloaded.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { cifar10, cifar10ClassNames } from "lib/datasets/cifar10.ts";
 *
 * const { test } = await cifar10({ train: 0, test: 10 });
 * assertEquals([test.size, test.shape], [10, [32, 32, 3]]);
 * assertEquals(cifar10ClassNames[test.y[0]!], "cat");
 * ```
 */
export async function cifar10(sizes: SplitSizes = {}): Promise<Split> {
  const { train, test } = splitSizes(name, sizes, { train: 50000, test: 10000 });
  const names = Object.keys(files.checksums);
  return { train: await part(names.slice(0, -1), train), test: await part(names.slice(-1), test) };
}
