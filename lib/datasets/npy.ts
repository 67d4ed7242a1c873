import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from "@zip.js/zip.js";
import { type NpyArray, parse } from "npyjs";
import { reshape } from "npyjs/reshape";
import { type NumericArray, sizeOf } from "./numeric_array.ts";
import { readOwnFile } from "./own_files.ts";
import { UserError } from "../errors.ts";

/**
 * Reads an array of numbers from a `.npy` file of NumPy.
 *
 * @throws {UserError} If the file cannot be read, is not complete, or holds something else than
 * real numbers in little-endian order.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dump } from "npyjs";
 * import { readNpy } from "lib/datasets/npy.ts";
 *
 * const path = await Deno.makeTempFile();
 * await Deno.writeFile(path, new Uint8Array(dump(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2])));
 * const { shape, values } = await readNpy(path);
 * assertEquals([shape, Array.from(values)], [[3, 2], [1, 2, 3, 4, 5, 6]]);
 * ```
 */
export async function readNpy(path: string): Promise<NumericArray> {
  return parseNpy(await readOwnFile(path), path);
}

/**
 * Reads the arrays of numbers of a `.npz` file of NumPy, by name.
 *
 * @throws {UserError} If the file cannot be read or is damaged, or an array is not as
 * {@linkcode readNpy} takes it.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readNpz } from "lib/datasets/npy.ts";
 * import { projectRoot } from "lib/files.ts";
 *
 * const arrays = await readNpz(`${projectRoot}data/samples/spirals_test.npz`);
 * assertEquals([...arrays.keys()], ["inputs", "labels"]);
 * assertEquals(arrays.get("inputs")!.shape, [300, 2]);
 * ```
 */
export async function readNpz(path: string): Promise<Map<string, NumericArray>> {
  const arrays = new Map<string, NumericArray>();
  for (const [name, content] of await unzip(await readOwnFile(path), path)) {
    arrays.set(name.replace(/\.npy$/, ""), parseNpy(content, `${path}, ${name}`));
  }
  return arrays;
}

/** The files of a zip archive, by name; their checksums are checked. */
async function unzip(
  content: Uint8Array,
  path: string,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const options = { checkSignature: true, useWebWorkers: false };
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  try {
    for (const entry of await new ZipReader(new Uint8ArrayReader(content), options).getEntries()) {
      if (entry.directory) continue;
      files.set(entry.filename, await entry.getData(new Uint8ArrayWriter()));
    }
  } catch (cause) {
    throw new UserError(
      `${path} is no undamaged .npz file: ${(cause as Error).message}.`,
      "Save it again, with `numpy.savez`.",
      { cause },
    );
  }
  return files;
}

/** Reads the content of a `.npy` file; `name` stands in messages. */
function parseNpy(content: Uint8Array<ArrayBuffer>, name: string): NumericArray {
  const { data, shape, dtype, fortranOrder } = parsed(content, name);
  // Complex numbers come as pairs, and texts as strings.
  if (/^[cU]/.test(dtype)) throw kindError(name, dtype);
  const values = asNumbers(data, name);
  if (values.length !== sizeOf(shape)) {
    throw new UserError(
      `${name} has ${values.length} numbers, but its shape [${shape.join(", ")}] needs ` +
        `${sizeOf(shape)}.`,
      "Save or copy it again.",
    );
  }
  if (!fortranOrder) return { shape, values };
  return { shape, values: reshape(values, shape, true).flat(Infinity) };
}

function kindError(name: string, dtype: string): UserError {
  return new UserError(
    `${name} has values of the type ${dtype}, which are not read.`,
    "Save it with `numpy.save(path, array.astype('<f4'))`.",
  );
}

function parsed(content: Uint8Array<ArrayBuffer>, name: string): NpyArray {
  try {
    return parse(content.slice().buffer);
  } catch (cause) {
    const [, dtype] = /^Unsupported dtype: (.*)/.exec((cause as Error).message) ?? [];
    if (dtype !== undefined) throw kindError(name, dtype);
    throw new UserError(
      `${name} is no complete .npy file of numbers.`,
      "Save it with `numpy.save(path, array.astype('<f4'))`, or copy it again.",
      { cause },
    );
  }
}

/** The values as numbers: 64-bit integers come as `bigint`, truth values as `boolean`. */
function asNumbers(data: unknown, name: string): ArrayLike<number> {
  if (Array.isArray(data)) return Uint8Array.from(data, Number);
  if (!(data instanceof BigInt64Array || data instanceof BigUint64Array)) {
    return data as Float64Array;
  }
  const values = Float64Array.from(data, Number);
  const large = values.findIndex((value) => !Number.isSafeInteger(value));
  if (large === -1) return values;
  throw new UserError(
    `${name} has the integer ${data[large]}, too large to be exact.`,
    "Save it with `numpy.save(path, array.astype('<f8'))`.",
  );
}
