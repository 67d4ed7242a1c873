import type { Markish, PlotOptions, ScaleOptions } from "@observablehq/plot";

/** The values of a mark for one of its attributes, and the scale that they are put to, if any. */
interface Channel {
  readonly scale?: string | null;
  value?: ArrayLike<unknown> & Iterable<unknown>;
}

/** A mark as Plot sees it. */
interface Mark {
  /** What kind of mark it is, such as `"line"`. */
  readonly ariaLabel?: string;
  /** Evaluates its channels; Plot calls this once a drawing. */
  initialize(...state: unknown[]): {
    readonly data: ArrayLike<unknown> | null | undefined;
    readonly channels: Readonly<Record<string, Channel>>;
  };
}

/** Marks that say nothing about data on their own. */
const annotations = /^(frame|rule|text|tip)$|axis|grid/;

function isMark(mark: unknown): mark is Mark {
  return typeof mark === "object" && mark !== null && "initialize" in mark;
}

/** Why a value has no place on a scale; undefined if it has one, or is no number. */
function reasonAgainst(value: unknown, scale: ScaleOptions): string | undefined {
  if (typeof value !== "number") return undefined;
  // A chart may say how it draws what has no color.
  if (!Number.isFinite(value)) return "unknown" in scale ? undefined : ", not finite";
  if (scale.type !== "log") return undefined;
  const [first = 1] = scale.domain ?? [];
  return value * Number(first) > 0 ? undefined : ", not on a logarithmic axis";
}

/** The marks of a chart, and what came of them when it was drawn. */
export interface CheckedMarks {
  /** The marks, which leave a gap where a value has no place on its scale. */
  readonly marks: Markish[];
  /** Which values were left out, such as `"2 values of y, not finite (line)"`. */
  leftOut(): string[];
  /** Whether there was nothing to draw but rules, texts and axes, if there should be more. */
  isEmpty(): boolean;
}

/**
 * Makes marks leave out numbers that have no place on their scale: NaN and ±Infinity, and 0 and
 * below on a logarithmic axis, for which a drawing would go wrong. `null` and `undefined` are gaps
 * that are meant. What a transform takes in, such as that of a histogram, is not seen.
 *
 * @example Usage
 * ```ts
 * import * as Plot from "@observablehq/plot";
 * import { assertEquals } from "@std/assert";
 * import { drawing } from "lib/notebook/svg.ts";
 *
 * const { leftOut } = drawing({ marks: [Plot.lineY([1, NaN, 2])] });
 * assertEquals(leftOut, ["1 value of y, not finite (line)"]);
 * ```
 */
export function checkMarks(options: PlotOptions): CheckedMarks {
  /** Marks and rows of values that are left out, by what is said of them. */
  const found = new Map<string, Set<string>>();
  /** How many rows each mark that shows data draws. */
  const shown = new Map<Mark, number>();
  /** How many rows each annotation draws. */
  const noted = new Map<Mark, number>();
  /** Whether there are marks of which only Plot knows what they draw. */
  let custom = false;

  /** Leaves out what has no place; takes rows that are not drawn for that from `drawn`. */
  function check(mark: Mark, place: number, channel: Channel, drawn: Set<number>): void {
    const { scale: name, value } = channel;
    if (!name || !value) return;
    const scale = options[name as "x"] ?? {};
    const isPosition = name === "x" || name === "y";
    let kept: unknown[] | undefined;
    for (const [row, item] of Array.from(value).entries()) {
      if (isPosition && (item === null || item === undefined)) drawn.delete(row);
      const reason = reasonAgainst(item, scale);
      if (reason === undefined) continue;
      kept ??= Array.from(value);
      kept[row] = NaN;
      drawn.delete(row);
      const text = `of ${name}${reason} (${mark.ariaLabel})`;
      if (!found.has(text)) found.set(text, new Set());
      found.get(text)!.add(`${place} ${row}`);
    }
    if (kept) channel.value = kept;
  }

  function checked(mark: unknown, place: number): Markish {
    if (!isMark(mark)) {
      custom = true;
      return mark as Markish;
    }
    const initialize: Mark["initialize"] = (...state) => {
      const result = mark.initialize(...state);
      const drawn = new Set(Array.from(result.data ?? [], (_, row) => row));
      for (const channel of Object.values(result.channels)) check(mark, place, channel, drawn);
      const kind = annotations.test(mark.ariaLabel ?? "") ? noted : shown;
      kind.set(mark, result.data ? drawn.size : kind === shown ? 1 : 0);
      return result;
    };
    return Object.create(mark, { initialize: { value: initialize } });
  }

  // Lists of marks can be nested, and hold nothing in place of a mark.
  const all = [options.marks].flat(Infinity as 5);
  return {
    marks: all.filter((mark) => mark !== null && mark !== undefined).map(checked),
    leftOut: () =>
      [...found].map(([text, { size }]) => `${size} ${size === 1 ? "value" : "values"} ${text}`),
    isEmpty() {
      const counts = shown.size > 0 ? shown : noted;
      return !custom && ![...counts.values()].some((count) => count > 0);
    },
  };
}
