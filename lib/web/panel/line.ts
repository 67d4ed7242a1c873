/** A place in a chart, in the units of its axes. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * The height of a line at `x`: between two of its places, on the straight piece that joins them, and
 * beyond its ends at the height of the end.
 *
 * @param line Places from left to right.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { heightAt } from "lib/web/panel/line.ts";
 *
 * const line = [{ x: 0, y: 0 }, { x: 1, y: 2 }, { x: 2, y: 8 }];
 * assertEquals([-1, 0.5, 1.5, 3].map((x) => heightAt(line, x)), [0, 1, 5, 8]);
 * ```
 */
export function heightAt(line: readonly Place[], x: number): number {
  const after = line.findIndex((place) => place.x >= x);
  if (after === -1) return line.at(-1)!.y;
  if (after === 0) return line[0]!.y;
  const left = line[after - 1]!;
  const right = line[after]!;
  const share = (x - left.x) / (right.x - left.x);
  return left.y + share * (right.y - left.y);
}

/**
 * The part of a line between two places, both included.
 *
 * @param line Places from left to right.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { partOf } from "lib/web/panel/line.ts";
 *
 * const line = [{ x: 0, y: 0 }, { x: 1, y: 2 }, { x: 2, y: 8 }];
 * const part = [{ x: 0.5, y: 1 }, { x: 1, y: 2 }, { x: 1.5, y: 5 }];
 * assertEquals(partOf(line, 0.5, 1.5), part);
 * ```
 */
export function partOf(line: readonly Place[], from: number, to: number): Place[] {
  const inside = line.filter(({ x }) => x > from && x < to);
  return [{ x: from, y: heightAt(line, from) }, ...inside, { x: to, y: heightAt(line, to) }];
}
