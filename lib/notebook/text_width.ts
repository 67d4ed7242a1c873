/**
 * Classes of characters in DejaVu Sans, the widest of the common fonts, with their widths in em.
 */
const classes: readonly [RegExp, number][] = [
  [/[ijlIJ ',.:;·|/]/, 0.32],
  [/[frt()[\]!"²³-]/, 0.4],
  [/[cszL?*_–]/, 0.55],
  [/[w#&+<=>~−≤≥±×DGHNOQ]/, 0.8],
  [/[mMW%@—…]/, 0.97],
  [/[A-Z]/, 0.68],
  [/./, 0.63],
];

/**
 * Estimated width in pixels of a text at a font size, rounded up. It is an upper bound for the
 * fonts that a page may show a chart in, none of which is measured.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { textWidth } from "lib/notebook/text_width.ts";
 *
 * assertEquals(textWidth("12 m", 10), 26); // 0.63 + 0.63 + 0.32 + 0.97 em
 * ```
 */
export function textWidth(text: string, size: number, weight = "normal"): number {
  let em = 0;
  for (const character of text) em += classes.find(([kind]) => kind.test(character))?.[1] ?? 0;
  return Math.ceil(em * size * (weight === "bold" ? 1.12 : 1));
}
