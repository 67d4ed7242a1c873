import { fetchRows } from "../../fetch_rows.ts";

/**
 * The first `size` rows of a part of CIFAR-10, in one block. Stands for
 * `lib/datasets/cifar10_files.ts` in a browser: the images lie beside the page.
 *
 * @throws {UserError} If the site has fewer, or cannot be reached.
 */
export async function* cifar10Rows(
  part: "train" | "test",
  size: number,
): AsyncGenerator<Uint8Array> {
  yield await fetchRows(part === "train" ? "cifar10-train" : "cifar10-test", size);
}
