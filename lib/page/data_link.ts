import type { Link } from "./document.ts";
import { figureNumber } from "../notebook/figure_number.ts";
import { tableFile } from "../tables/table.ts";

/**
 * A link that saves the table of a figure, under a name that tells it from those of others.
 *
 * @param stem File name of the figure's notebook, without extension.
 * @param folder Address of the file's folder, with a slash at its end; by default that of the page.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dataLink } from "lib/page/data_link.ts";
 *
 * assertEquals(dataLink("20_03_overparameterization").download, "figure-20.3.csv");
 * ```
 */
export function dataLink(stem: string, folder: string = ""): Link {
  const download = `figure-${figureNumber(stem)}.csv`;
  return { address: `${folder}${tableFile}`, text: tableFile, download };
}
