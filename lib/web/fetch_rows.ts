import { siteAddress } from "./address.ts";
import { type DataPartName, dataParts, dataPath } from "./data_parts.ts";
import { UserError } from "../errors.ts";

async function fetchFile(path: string): Promise<Uint8Array> {
  const packed = await fetch(siteAddress(path)).catch(() => undefined);
  if (!packed?.ok) {
    throw new UserError(`${path} could not be loaded.`, "Check the network and run again.");
  }
  const unpacked = packed.body!.pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

/** Files that this thread has loaded, by path. */
const loaded = new Map<string, Promise<Uint8Array>>();

function file(path: string): Promise<Uint8Array> {
  let content = loaded.get(path);
  if (content === undefined) {
    content = fetchFile(path);
    content.catch(() => loaded.delete(path)); // so that the next run tries again
    loaded.set(path, content);
  }
  return content;
}

/**
 * The first `size` rows of a part of a data set, from beside the page; a row is a label and an image.
 *
 * @throws {UserError} If the site has fewer, or cannot be reached.
 */
export async function fetchRows(name: DataPartName, size: number): Promise<Uint8Array> {
  const { examples, perFile, rowBytes } = dataParts[name];
  if (size > examples) {
    throw new UserError(
      `This page has only ${examples} examples of ${name}, not ${size}.`,
      "Choose fewer, or run the notebook in JupyterLab.",
    );
  }
  const numbers = Array.from({ length: Math.ceil(size / perFile) }, (_, i) => i);
  const files = await Promise.all(numbers.map((number) => file(dataPath(name, number))));
  const rows = new Uint8Array(size * rowBytes);
  for (const [i, content] of files.entries()) {
    const start = i * perFile * rowBytes;
    rows.set(content.subarray(0, rows.length - start), start);
  }
  return rows;
}
