import type { Row } from "../messages.ts";

/** The runs of a view, as far as an axis needs them. */
interface Runs {
  readonly run: { readonly rows: readonly (readonly Row[])[] } | undefined;
  readonly earlier: readonly { readonly rows: readonly (readonly Row[])[] }[];
}

/** Ends of an axis, in units of a power of ten. */
const ends = [1, 1.5, 2, 3, 5, 7, 10];

/**
 * The end of an axis of steps or epochs, on which all runs so far have room: it moves now and then
 * while curves grow, rather than with each row.
 *
 * @param field The field of the rows that the axis shows.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { growingEnd } from "lib/web/panel/growing_end.ts";
 *
 * const run = { rows: [[{ step: 0 }, { step: 120 }], []] };
 * assertEquals(growingEnd({ run, earlier: [] }, "step"), 150);
 * assertEquals(growingEnd({ run: undefined, earlier: [] }, "step"), 100);
 * ```
 */
export function growingEnd({ run, earlier }: Runs, field: string): number {
  const runs = run === undefined ? earlier : [...earlier, run];
  const lasts = runs.flatMap(({ rows }) => rows.map((some) => Number(some.at(-1)?.[field] ?? 0)));
  const last = Math.max(100, ...lasts);
  const power = 10 ** Math.floor(Math.log10(last));
  return power * ends.find((end) => end * power >= last)!;
}
