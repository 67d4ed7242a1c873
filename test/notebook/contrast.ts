import { rgb } from "d3-color";

const linear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;

/** Red, green and blue of a color, linear, in [0, 1]. */
export function linearRgb(color: string): number[] {
  const { r, g, b } = rgb(color);
  return [r, g, b].map((value) => linear(value / 255));
}

/** WCAG 2 contrast of two colors, at least 1. */
export function contrast(a: string, b: string): number {
  const [dark, light] = [a, b].map((color) => {
    const [red, green, blue] = linearRgb(color) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }).sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}
