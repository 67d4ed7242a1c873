import { imagesPerFile, rowBytes } from "./cifar10_format.ts";

const imageBytes = rowBytes - 1;

/** Every pickle begins with this byte. */
const firstByte = 0x80;

/** Opcodes of Python's pickle format. */
const emptyList = 0x5d;
const oneByteInteger = 0x4b;
const memoize = 0x71;
const longString = 0x54;

function find(content: Uint8Array, wanted: Uint8Array, from = 0): number {
  for (let at = content.indexOf(wanted[0]!, from); at !== -1;) {
    if (wanted.every((byte, i) => content[at + i] === byte)) return at + wanted.length;
    at = content.indexOf(wanted[0]!, at + 1);
  }
  return -1;
}

/** The list of small integers after the key "labels". */
function readLabels(content: Uint8Array): number[] {
  const labels: number[] = [];
  let at = find(content, new TextEncoder().encode("labels"));
  while (at !== -1 && at < content.length && content[at] !== emptyList) at++;
  while (at !== -1 && at < content.length && labels.length < imagesPerFile) {
    const opcode = content[at]!;
    if (opcode === oneByteInteger) labels.push(content[at + 1]!);
    at += opcode === oneByteInteger || opcode === memoize ? 2 : 1;
  }
  return labels;
}

/**
 * The file of the authors' binary version with the images of a file of their Python version, a
 * pickle of a list of labels and a string of pixels; undefined if this is none. It reads no more of
 * the format than it must: whether the result is right, its checksum tells.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { fromPickle } from "lib/datasets/cifar10_pickle.ts";
 *
 * assertEquals(fromPickle(new TextEncoder().encode("no pickle")), undefined);
 * ```
 */
export function fromPickle(content: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  if (content[0] !== firstByte) return undefined;
  const length = imagesPerFile * imageBytes;
  const header = new Uint8Array(5);
  header[0] = longString;
  new DataView(header.buffer).setUint32(1, length, true);
  const start = find(content, header);
  const labels = readLabels(content);
  if (start === -1 || start + length > content.length || labels.length < imagesPerFile) {
    return undefined;
  }
  const rows = new Uint8Array(imagesPerFile * rowBytes);
  for (let i = 0; i < imagesPerFile; i++) {
    rows[i * rowBytes] = labels[i]!;
    const image = start + i * imageBytes;
    rows.set(content.subarray(image, image + imageBytes), i * rowBytes + 1);
  }
  return rows;
}
