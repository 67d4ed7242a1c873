import { assert, assertEquals } from "@std/assert";
import { lab, rgb } from "d3-color";
import { contrast, linearRgb } from "./contrast.ts";
import { darkColors, darkPaper, ink, palette, paper } from "lib/notebook/theme.ts";

// Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
const deficiencies = {
  none: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [
    .152286,
    1.052583,
    -.204868,
    .114503,
    .786281,
    .099216,
    -.003882,
    -.048116,
    1.051998,
  ],
  deuteranopia: [.367322, .860646, -.227968, .280085, .672501, .047413, -.01182, .04294, .968881],
  tritanopia: [1.255528, -.076749, -.178779, -.078411, .930809, .147602, .004733, .691367, .3039],
};

const encoded = (value: number): number =>
  value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;

/** How a color looks to someone with a deficiency, in CIE Lab. */
function seen(color: string, matrix: readonly number[]): [number, number, number] {
  const from = linearRgb(color);
  const [r, g, b] = [0, 3, 6].map((row) => {
    const sum = from.reduce((sum, value, i) => sum + matrix[row + i]! * value, 0);
    return 255 * encoded(Math.min(Math.max(sum, 0), 1));
  });
  const { l, a, b: blueYellow } = lab(rgb(r!, g!, b!));
  return [l, a, blueYellow];
}

/** The smallest CIE76 distance between two of the colors. */
function smallestDistance(colors: readonly string[], matrix: readonly number[]): number {
  const points = colors.map((color) => seen(color, matrix));
  const distances = points.flatMap((a, i) =>
    points.slice(i + 1).map((b) => Math.hypot(...a.map((value, k) => value - b[k]!)))
  );
  return Math.min(...distances);
}

Deno.test("palette keeps its colors apart in every common form of color blindness", () => {
  for (const [name, matrix] of Object.entries(deficiencies)) {
    // A distance of 2.3 is just noticeable. Measured: 24.9 and more, and 16.1 (tritanopia) and more.
    const [four, all] = [
      smallestDistance(palette.slice(0, 4), matrix),
      smallestDistance(palette, matrix),
    ];
    assert(four > 24, `${name}: ${four} among the first four`);
    assert(all > 16, `${name}: ${all} among all`);
  }
});

Deno.test("palette has neighbors that differ in lightness in grey", () => {
  const lightness = palette.map((color) => lab(color).l);
  const steps = lightness.slice(1).map((l, i) => Math.abs(l - lightness[i]!));
  // Measured: 9.6 between the second and the third, 10 and more elsewhere.
  assert(Math.min(...steps) > 9, `steps of lightness: ${steps}`);
});

Deno.test("palette and ink stand out on paper", () => {
  assert(contrast(ink, paper) > 7); // the strictest of WCAG 2, for text
  // WCAG 2 asks for 3 in charts. Sky blue (2.31) and orange (2.25) have less, so the first three
  // colors are others, and charts tell series by symbols or labels as well.
  const contrasts = palette.map((color) => contrast(color, paper));
  assert(Math.min(...contrasts.slice(0, 3)) > 3.8, `contrasts: ${contrasts}`);
  assert(Math.min(...contrasts) > 2.2, `contrasts: ${contrasts}`);
  assertEquals(contrasts.filter((value) => value < 3).length, 2);
});

const dark = palette.map((color) => darkColors[color] ?? color);

Deno.test("the palette of a dark page keeps its colors apart, too", () => {
  for (const [name, matrix] of Object.entries(deficiencies)) {
    // Measured: 19.9 and more, but 11.8 (tritanopia).
    const smallest = smallestDistance(dark, matrix);
    assert(smallest > 11, `${name}: ${smallest}`);
  }
});

Deno.test("ink and palette of a dark page stand out on its paper", () => {
  assert(contrast(darkColors[ink]!, darkPaper) > 7); // the strictest of WCAG 2, for text
  const contrasts = dark.map((color) => contrast(color, darkPaper));
  assert(Math.min(...contrasts) > 4.5, `contrasts: ${contrasts}`); // of WCAG 2, for text
});

Deno.test("ink and paper change places on a dark page, however they are written", () => {
  for (const name of ["#ffffff", "#fff", "white"]) assertEquals(darkColors[name], darkPaper);
  for (const name of ["#000000", "#000", "black"]) {
    assert(contrast(darkColors[name]!, darkPaper) > 15, name);
  }
});
