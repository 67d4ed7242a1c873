import { pictureFile } from "./picture.ts";
import { type NotebookFile, outputs, text } from "../notebook/notebook_file.ts";

/** A file to download. */
export interface DownloadFile {
  /** Its name. */
  readonly name: string;
  /** What is in it. */
  readonly content: string | Uint8Array;
}

/**
 * The pictures of an executed notebook as files, each as SVG and as PNG: `figure-1.svg` and so on.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { pictureFiles } from "lib/page/picture_files.ts";
 *
 * const svg = btoa('<svg xmlns="http://www.w3.org/2000/svg"/>');
 * const html = `<figure><img alt="" src="data:image/svg+xml;base64,${svg}"></figure>`;
 * const data = { "text/html": html, "image/png": btoa("PNG") };
 * const outputs = [{ output_type: "display_data", data }];
 * const cells = [{ cell_type: "code", source: "", metadata: {}, outputs }];
 * const names = pictureFiles({ cells }).map(({ name }) => name);
 * assertEquals(names, ["figure-1.svg", "figure-1.png"]);
 * ```
 */
export function pictureFiles(notebook: NotebookFile): DownloadFile[] {
  const files: DownloadFile[] = [];
  let number = 0;
  for (const { data } of outputs(notebook)) {
    const html = text(data?.["text/html"]);
    const picture = html.startsWith("<figure>") ? pictureFile(html) : undefined;
    if (picture === undefined) continue;
    number++;
    const png = Uint8Array.fromBase64(text(data?.["image/png"]));
    files.push({ name: `figure-${number}.svg`, content: picture.svg });
    files.push({ name: `figure-${number}.png`, content: png });
  }
  return files;
}
