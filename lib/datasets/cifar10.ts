import { cifar10Rows } from "./cifar10_files.ts";
import { planeBytes, rowBytes } from "./cifar10_format.ts";
import type { Dataset, Split } from "./dataset.ts";
import { pixelValues } from "./pixels.ts";
import { type SplitSizes, splitSizes } from "./sizes.ts";

const name = "CIFAR-10";

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

/** The first `size` images of a part. */
async function images(part: "train" | "test", size: number): Promise<Dataset> {
  const x = new Float32Array(size * 3 * planeBytes);
  const y = new Uint8Array(size);
  let [image, at] = [0, 0];
  for await (const rows of cifar10Rows(part, size)) {
    for (let start = 0; start < rows.length; start += rowBytes) {
      const row = rows.subarray(start, start + rowBytes);
      y[image++] = row[0]!;
      for (let p = 1; p <= planeBytes; p++) {
        x[at++] = pixelValues[row[p]!]!;
        x[at++] = pixelValues[row[p + planeBytes]!]!;
        x[at++] = pixelValues[row[p + 2 * planeBytes]!]!;
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
  return { train: await images("train", train), test: await images("test", test) };
}
