import type { Link } from "./document.ts";
import { partsOf } from "./parts.ts";
import type { NotebookFile } from "../notebook/notebook_file.ts";

/**
 * A link that saves the `data.csv` of a figure, under a name that tells it from those of others.
 *
 * @param folder Address of the file's folder, with a slash at its end; by default that of the page.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dataLink } from "lib/page/data_link.ts";
 *
 * const source = "# Figure 20.2: Deeper is faster";
 * const notebook = { cells: [{ cell_type: "markdown", source, metadata: {} }] };
 * assertEquals(dataLink(notebook).download, "figure-20.2.csv");
 * ```
 */
export function dataLink(notebook: NotebookFile, folder: string = ""): Link {
  const name = partsOf(notebook).figure.toLowerCase().replaceAll(" ", "-");
  return { address: `${folder}data.csv`, text: "data.csv", download: `${name}.csv` };
}
