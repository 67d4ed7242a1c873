import { UserError } from "../errors.ts";

/** An array of bytes in the IDX format of the MNIST files. */
export interface IdxArray {
  /** Lengths of its dimensions, slowest first. */
  readonly shape: readonly number[];
  /** Its values, row-major; a view of the file's content. */
  readonly values: Uint8Array;
}

const unsignedByte = 8;

/**
 * Reads the content of an IDX file of unsigned bytes: two zero bytes, the type, the number of
 * dimensions, the length of each as a big-endian 32-bit integer, then the values (LeCun, Cortes and
 * Burges, "The MNIST database").
 *
 * @throws {UserError} If the content is something else, or its length does not match its header.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseIdx } from "lib/datasets/idx.ts";
 *
 * const { shape, values } = parseIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 4));
 * assertEquals([shape, values], [[3], Uint8Array.of(5, 0, 4)]);
 * ```
 */
export function parseIdx(content: Uint8Array): IdxArray {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const dimensions = content[3] ?? 0;
  const start = 4 + 4 * dimensions;
  const known = content.length >= start && view.getUint16(0) === 0 && content[2] === unsignedByte;
  const shape = known
    ? Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i))
    : [];
  const size = shape.reduce((product, length) => product * length, 1);
  if (!known || content.length !== start + size) {
    throw new UserError(
      "This is not a complete IDX file of unsigned bytes.",
      "Get the file again.",
    );
  }
  return { shape, values: content.subarray(start) };
}
