/// <reference lib="dom" />
import { decode } from "../sweep/encoding.ts";

/** The points of the notebook that the page has for its panel. */
export function pagePoints(): object[] {
  return decode(document.getElementById("points")!.textContent) as object[];
}
