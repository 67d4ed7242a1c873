import type { Link } from "./document.ts";
import { figureNumber } from "../notebook/figure_number.ts";

/** Links to the pages before and after that of a figure. */
export interface Neighbors {
  /** To the one before. */
  readonly previous: Link | undefined;
  /** To the one after. */
  readonly next: Link | undefined;
}

/** A link to the page of a notebook in a folder beside this one, if there is a notebook. */
function pageLink(stem: string | undefined): Link | undefined {
  if (stem === undefined) return undefined;
  return { address: `../${stem}/index.html`, text: `Figure ${figureNumber(stem)}` };
}

/**
 * Links from the page of a notebook to those beside it.
 *
 * @param stem File name of the notebook, without extension.
 * @param stems Those of all notebooks that have pages, in the order of their figures.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { neighborsOf } from "lib/page/neighbors.ts";
 *
 * const { previous, next } = neighborsOf("20_02_b", ["20_01_a", "20_02_b"]);
 * assertEquals(previous, { address: "../20_01_a/index.html", text: "Figure 20.1" });
 * assertEquals(next, undefined);
 * ```
 */
export function neighborsOf(stem: string, stems: readonly string[]): Neighbors {
  const i = stems.indexOf(stem);
  return { previous: pageLink(stems[i - 1]), next: pageLink(stems[i + 1]) };
}
