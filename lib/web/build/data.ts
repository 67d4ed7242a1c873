import { gzipSync } from "node:zlib";
import { type DataPartName, dataParts, dataPath } from "../data_parts.ts";
import { cifar10Rows } from "../../datasets/cifar10_files.ts";
import { mnistPair } from "../../datasets/mnist_files.ts";
import { writeFileAtomic } from "../../files.ts";

/** Rows of MNIST as the site has them: each a label and an image. */
async function mnistRows(prefix: "train" | "t10k", size: number): Promise<Uint8Array> {
  const { images, labels } = await mnistPair(prefix, size);
  const imageBytes = images.values.length / size;
  const rows = new Uint8Array(size * (1 + imageBytes));
  for (let i = 0; i < size; i++) {
    const start = i * (1 + imageBytes);
    rows[start] = labels.values[i]!;
    rows.set(images.values.subarray(i * imageBytes, (i + 1) * imageBytes), start + 1);
  }
  return rows;
}

/** Rows of CIFAR-10, which are in this form already. */
async function photographRows(part: "train" | "test", size: number): Promise<Uint8Array> {
  const blocks = await Array.fromAsync(cifar10Rows(part, size));
  return await new Blob(blocks as BlobPart[]).bytes();
}

const sources: Record<DataPartName, (size: number) => Promise<Uint8Array>> = {
  "mnist-train": (size) => mnistRows("train", size),
  "mnist-test": (size) => mnistRows("t10k", size),
  "cifar10-train": (size) => photographRows("train", size),
  "cifar10-test": (size) => photographRows("test", size),
};

/** Writes the first examples of the image data sets to a site, in files of some hundreds each. */
export async function writeData(site: string): Promise<void> {
  for (const [name, { examples, perFile, rowBytes }] of Object.entries(dataParts)) {
    const rows = await sources[name as DataPartName](examples);
    for (let file = 0; file * perFile < examples; file++) {
      const part = rows.subarray(file * perFile * rowBytes, (file + 1) * perFile * rowBytes);
      await writeFileAtomic(`${site}/${dataPath(name as DataPartName, file)}`, gzipSync(part));
    }
  }
}
