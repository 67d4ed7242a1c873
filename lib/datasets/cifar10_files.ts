/**
 * Where the images of CIFAR-10 come from. A browser has another file in place of this one.
 *
 * @module
 */
import { cachedFile, type CachedFiles } from "./cache.ts";
import { imagesPerFile, rowBytes } from "./cifar10_format.ts";
import { readOwnCifar10 } from "./cifar10_own.ts";
import { fillCifar10 } from "./cifar10_source.ts";
import { cacheDir } from "../files.ts";

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

/**
 * The first `length` bytes of one of the files: from the user's own copy, if there is one, otherwise
 * from the cache.
 */
async function read(file: string, length: number): Promise<Uint8Array> {
  const own = Deno.env.get("UDL_CIFAR10_ARCHIVE");
  if (!own) return await cachedFile(files, file, length);
  const content = await readOwnCifar10(own, file, files.checksums);
  return content.subarray(0, length);
}

/**
 * The first `size` rows of a part of CIFAR-10, in blocks of whole rows; reads only the files that
 * are needed.
 *
 * @throws {UserError} If the files can be neither read nor downloaded.
 */
export async function* cifar10Rows(
  part: "train" | "test",
  size: number,
): AsyncGenerator<Uint8Array> {
  const names = Object.keys(files.checksums);
  const inPart = part === "train" ? names.slice(0, -1) : names.slice(-1);
  for (let start = 0; start < size; start += imagesPerFile) {
    const length = Math.min(size - start, imagesPerFile) * rowBytes;
    yield await read(inPart[start / imagesPerFile]!, length);
  }
}
