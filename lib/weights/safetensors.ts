import { type NumericArray, sizeOf } from "../datasets/numeric_array.ts";
import { readOwnFile } from "../datasets/own_files.ts";
import { UserError } from "../errors.ts";

/** An array as the header of a file describes it. */
interface Entry {
  /** Type of its numbers, such as `"F32"`. */
  readonly dtype: string;
  /** Its shape; the numbers are row-major. */
  readonly shape: readonly number[];
  /** Where its bytes start and end, counted from the end of the header. */
  readonly data_offsets: readonly [number, number];
}

/** A type of numbers; all are little-endian, as are today's machines. */
interface NumberType {
  /** Bytes a number. */
  readonly bytes: number;
  /** Reads numbers as float32. */
  readonly read: (data: ArrayBuffer) => Float32Array;
}

const types = new Map<string, NumberType>([
  ["F64", { bytes: 8, read: (data) => Float32Array.from(new Float64Array(data)) }],
  ["F32", { bytes: 4, read: (data) => new Float32Array(data) }],
  ["F16", { bytes: 2, read: (data) => Float32Array.from(new Float16Array(data)) }],
  ["BF16", { bytes: 2, read: readBfloat16 }],
]);

/** A bfloat16 is the upper half of a float32. */
function readBfloat16(data: ArrayBuffer): Float32Array {
  const bits = Uint32Array.from(new Uint16Array(data), (half) => half << 16);
  return new Float32Array(bits.buffer);
}

const remedy = "Save the file again, with `safetensors.torch.save_file`.";

/**
 * Reads the content of a file in the safetensors format: the length N of the header as a 64-bit
 * integer, N bytes of JSON with the type, shape and place of each array, then their numbers.
 *
 * @returns The arrays by name, as float32.
 * @throws {UserError} If the content is something else, or an array is not of the type F64, F32,
 * F16 or BF16.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseSafetensors } from "lib/weights/safetensors.ts";
 *
 * const header = '{"bias":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';
 * const content = await new Blob([
 *   BigUint64Array.of(BigInt(header.length)),
 *   header,
 *   Float32Array.of(0.5, -1),
 * ]).bytes();
 * const arrays = parseSafetensors(content);
 * assertEquals(arrays.get("bias"), { shape: [2], values: Float32Array.of(0.5, -1) });
 * ```
 */
export function parseSafetensors(content: Uint8Array<ArrayBuffer>): Map<string, NumericArray> {
  const { entries, start } = parseHeader(content);
  const arrays = new Map<string, NumericArray>();
  for (const [name, entry] of Object.entries(entries)) {
    arrays.set(name, readArray(name, entry, content.subarray(start)));
  }
  return arrays;
}

/** The entries of the header, and where it ends. */
function parseHeader(
  content: Uint8Array<ArrayBuffer>,
): { entries: Readonly<Record<string, Entry>>; start: number } {
  try {
    const { buffer, byteOffset } = content;
    const start = 8 + Number(new DataView(buffer, byteOffset).getBigUint64(0, true));
    const header = new TextDecoder().decode(content.subarray(8, start));
    const { __metadata__, ...entries } = JSON.parse(header);
    if (header.startsWith("{") && Object.values(entries).every(isEntry)) return { entries, start };
  } catch {
    // It is refused below.
  }
  throw new UserError("This is not a complete file in the safetensors format.", remedy);
}

function isEntry(value: unknown): value is Entry {
  const { dtype, shape, data_offsets } = (value ?? {}) as Partial<Record<keyof Entry, unknown>>;
  const isCounts = (list: unknown) => Array.isArray(list) && list.every(Number.isSafeInteger);
  return typeof dtype === "string" && isCounts(shape) && isCounts(data_offsets);
}

function readArray(name: string, entry: Entry, data: Uint8Array<ArrayBuffer>): NumericArray {
  const { dtype, shape, data_offsets: [from, to] } = entry;
  const type = types.get(dtype);
  if (type === undefined) {
    throw new UserError(
      `The array ${name} is of the type ${dtype}, which is none of ${
        [...types.keys()].join(", ")
      }.`,
      "Save it as float32, or leave it out.",
    );
  }
  if (to - from !== type.bytes * sizeOf(shape) || from < 0 || to > data.length) {
    throw new UserError(`The array ${name} is not complete.`, remedy);
  }
  return { shape, values: type.read(data.slice(from, to).buffer) };
}

/**
 * Reads the arrays of a `.safetensors` file, such as the weights of a PyTorch model, by name.
 *
 * @throws {UserError} If the file cannot be read, or is not in that format; see
 * {@linkcode parseSafetensors}.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { projectRoot } from "lib/files.ts";
 * import { readSafetensors } from "lib/weights/safetensors.ts";
 *
 * const path = `${projectRoot}data/samples/spirals_mlp.safetensors`;
 * const arrays = await readSafetensors(path);
 * assertEquals(arrays.get("0.weight")!.shape, [32, 2]);
 * ```
 */
export async function readSafetensors(path: string): Promise<Map<string, NumericArray>> {
  return parseSafetensors(await readOwnFile(path));
}
