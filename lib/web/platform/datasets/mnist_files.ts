/**
 * Stands for `lib/datasets/mnist_files.ts` in a browser: the images lie beside the page.
 *
 * @module
 */
import type { Pair, Prefix } from "../../../datasets/mnist_source.ts";
import { UserError } from "../../../errors.ts";
import { fetchRows } from "../../fetch_rows.ts";

export type { Pair };

const side = 28;
const rowBytes = 1 + side * side; // the label, then the image

/**
 * The first `size` images and labels of a part of MNIST.
 *
 * @throws {UserError} If the site has fewer, or cannot be reached.
 */
export async function mnistPair(prefix: Prefix, size: number): Promise<Pair> {
  const rows = await fetchRows(prefix === "train" ? "mnist-train" : "mnist-test", size);
  const images = new Uint8Array(size * side * side);
  const labels = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    labels[i] = rows[i * rowBytes]!;
    images.set(rows.subarray(i * rowBytes + 1, (i + 1) * rowBytes), i * side * side);
  }
  return {
    images: { shape: [size, side, side], values: images },
    labels: { shape: [size], values: labels },
  };
}

/** A browser has no folders of the user's. */
export function readPair(folder: string): never {
  throw new UserError(`A browser cannot read ${folder}.`, "Run the notebook in JupyterLab.");
}

/** As above. */
export const ownName: (folder: string) => never = readPair;
