import type { Dataset, Split } from "./dataset.ts";
import { mnistPair, ownName, type Pair, readPair } from "./mnist_files.ts";
import { pixelValues } from "./pixels.ts";
import { type SplitSizes, splitSizes } from "./sizes.ts";

const name = "MNIST";

/** The first `size` examples. */
function part({ images, labels }: Pair, name: string, classes: number, size: number): Dataset {
  const shape = images.shape.slice(1);
  const x = new Float32Array(size * shape.reduce((product, length) => product * length, 1));
  for (let i = 0; i < x.length; i++) x[i] = pixelValues[images.values[i]!]!;
  return { name, x, y: labels.values.slice(0, size), size, shape, classes };
}

async function ownSplit(folder: string, asked: SplitSizes): Promise<Split> {
  const train = await readPair(folder, "train");
  const test = await readPair(folder, "t10k");
  const name = ownName(folder);
  const available = { train: train.labels.values.length, test: test.labels.values.length };
  const sizes = splitSizes(name, asked, available);
  let classes = 0;
  for (const { values } of [train.labels, test.labels]) {
    for (const label of values) classes = Math.max(classes, label + 1);
  }
  return {
    train: part(train, name, classes, sizes.train),
    test: part(test, name, classes, sizes.test),
  };
}

/** What {@linkcode mnist} takes. */
export interface MnistOptions extends SplitSizes {
  /**
   * Folder of another data set in the same format, such as Fashion-MNIST, to use in place of MNIST.
   * It is not called MNIST, and its classes are counted. A sweep does not notice a change of its
   * files: recompute it then with `UDL_FRESH=1`.
   */
  readonly from?: string;
}

/**
 * MNIST: gray images of handwritten digits, 60,000 for training and 10,000 for testing, 28 × 28
 * pixels in [0, 1] (0 is background), in 10 classes. The first use downloads 11 MB and keeps the
 * files in the cache. To use your own copy instead, set the environment variable `UDL_MNIST_DIR` to
 * a folder with the four IDX files, compressed (`.gz`) or not; torchvision's folder will do.
 *
 * Source: LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document
 * recognition", Proc. IEEE 86, 1998.
 *
 * @param options How many examples to take from the start of each part, all by default; and a folder
 * of other data, if that is wanted.
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
export async function mnist(options: MnistOptions = {}): Promise<Split> {
  const { from, ...asked } = options;
  if (from !== undefined) return await ownSplit(from, asked);
  const sizes = splitSizes(name, asked, { train: 60000, test: 10000 });
  return {
    train: part(await mnistPair("train", sizes.train), name, 10, sizes.train),
    test: part(await mnistPair("t10k", sizes.test), name, 10, sizes.test),
  };
}
