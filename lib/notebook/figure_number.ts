/**
 * The number of the figure of a notebook.
 *
 * @param stem The notebook's file name, or what it begins with: chapter and figure.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { figureNumber } from "lib/notebook/figure_number.ts";
 *
 * assertEquals(figureNumber("20_02_full_batch_gradient_descent"), "20.2");
 * ```
 */
export function figureNumber(stem: string): string {
  return stem.split("_", 2).map(Number).join(".");
}
