/**
 * The words for a live panel: the experiment at the top of a figure's page. A panel is one object in
 * `lib/web/panels/`, in a file named after its figure, that adds to the notebook only what to ask, what
 * may be changed, and what to look at: the experiment itself is the function of one of the notebook's
 * sweeps. There are three kinds:
 *
 * - A panel with `points` *trains*: Run computes the points that it makes of those of the notebook
 *   and of the reader's choice; its curves grow meanwhile, and those of earlier runs stay in gray.
 *   Where the points need results of another sweep, such as a trained teacher, `first` is that sweep.
 * - A panel without *moves along stored runs*: its one run has all points and results of the sweep in
 *   the page's `runs.json`, and each change of a control draws the charts again.
 * - A panel of either kind with `measure` *computes at once*: it is called when a run has ended and
 *   whenever a control among `atOnce` changes; charts and words see its answer as `view.measured`.
 *
 * @module
 */
import type { Markish, PlotOptions, ScaleOptions } from "@observablehq/plot";
import type { DataPartName } from "../data_parts.ts";
import type { Row } from "../messages.ts";

/** What a control can be set to. */
export type Value = number | string;

/** What a reader chooses: a value for each control. Most are fields of the notebook's points. */
export type Choice = Readonly<Record<string, Value>>;

/** A control with a few values: a slider for numbers, buttons or a list for words. */
export interface Control<V extends Value = Value> {
  /** What it sets, such as `"Learning rate"`. */
  readonly label: string;
  /** Its values, in order. */
  readonly values: readonly V[];
  /** Its value at the start. */
  readonly value: V;
  /** A value in words; by default the value itself. */
  text?(value: V): string;
}

/** Points that were or are being computed with one choice. */
export interface Run<C = Choice, P = object, R = object, M = unknown> {
  /** The choice that they were made of. */
  readonly choice: C;
  /** The points. */
  readonly points: readonly P[];
  /** The rows that each point has noted so far: those of `fit()`, or `{ series, x, y }` of reports. */
  readonly rows: readonly Row[][];
  /** The result of each point that is done. */
  readonly results: readonly (R | undefined)[];
  /** The run of the panel's first sweep, if it has one. */
  readonly first: Run<C> | undefined;
  /** What `measure` returned last for it. */
  measured: M | undefined;
}

/** What charts and words are made of. */
export interface View<C = Choice, P = object, R = object, M = unknown> {
  /** The controls as they stand. */
  readonly choice: C;
  /** The last run; undefined before the first one. */
  readonly run: Run<C, P, R, M> | undefined;
  /** The runs before it that are still shown, the oldest first. */
  readonly earlier: readonly Run<C, P, R, M>[];
  /** What `measure` returned last for the last run. */
  readonly measured: M | undefined;
}

/** The curves of one quantity through the rows of a run's points; those of a name share a curve. */
export interface Curves {
  /** Field of a row that is drawn to the right. */
  readonly x: string;
  /** Field of a row that is drawn upward. */
  readonly y: string;
  /** What the curves show, for tooltips, such as `"test accuracy"`. */
  readonly label: string;
  /** Whether they are dashed; false by default. */
  readonly dashed?: boolean;
  /** Whether each row has a dot, as few rows need, or the last one alone; false by default. */
  readonly marked?: boolean;
  /** Rows to take; all by default. */
  where?(row: Row): boolean;
}

/** A chart of curves, which the page draws in the colors of the points' names. */
export interface CurveChart<V = View> {
  /** What it shows; a heading where a panel has several charts. */
  readonly title: string;
  /** The axes. Each needs a `domain`, so that it does not move while the curves grow. */
  axes(view: V): { readonly x: ScaleOptions; readonly y: ScaleOptions };
  /** Height in pixels; 340 by default. */
  readonly height?: number;
  /** The curves. */
  readonly curves: readonly Curves[];
  /** Other marks, drawn below the curves, such as a limit. */
  marks?(view: V): readonly Markish[];
}

/** A chart of any form, as options of `Plot.plot`. */
export interface FreeChart<V = View> {
  /** What it shows. */
  readonly title: string;
  /** Its options, for a chart at most so many pixels wide; undefined where there is none yet. */
  draw(view: V, width: number): PlotOptions | undefined;
}

/** A chart of a panel. */
export type Chart<V = View> = CurveChart<V> | FreeChart<V>;

/** A result in words: what it is of, and what it is. */
export interface Finding {
  /** What it is of, such as `"1 layer"`. */
  readonly of: string;
  /** The result, such as `"350 epochs to zero error"`. */
  readonly is: string;
}

/** How many examples of which data a run loads. */
export type DataNeed = Partial<Record<DataPartName, number>>;

/** A sweep that a run computes before that of the panel. */
export interface FirstSweep<C, P, F> {
  /** Its name. The panel's points of the notebook are then those of this sweep. */
  readonly sweep: string;
  /** Its points, made of those of the notebook. */
  points(notebook: readonly P[], choice: C): readonly object[];
}

/** A live panel; see the head of this file. */
export interface Panel<
  C extends Choice = Choice,
  P = object,
  R = object,
  M = unknown,
  F = object,
> {
  /** Number of the figure, such as `"20.2"`. */
  readonly figure: string;
  /** Name of the notebook's sweep whose function computes the points; none in figure 20.3. */
  readonly sweep?: string;
  /** What happens here, and a question that asks for a prediction. */
  readonly question: string;
  /** Two to four controls, by the fields that they set. */
  readonly controls: { readonly [K in keyof C]: Control<C[K]> };
  /** A sweep that a run computes first, whose results the points are made of, such as a teacher. */
  readonly first?: FirstSweep<C, P, F>;
  /** The points of a run, made of those of the notebook and of the results of the first sweep. */
  points?(notebook: readonly P[], choice: C, first: readonly F[]): readonly P[];
  /** The data that a point loads. */
  data?(point: P): DataNeed;
  /** Name of a point's curves. */
  name(point: P): string;
  /** The rows of a finished point; by default those that it has noted while it ran. */
  rows?(point: P, result: R): readonly Row[];
  /** All names, in the order of their colors; by default those of the run's points. */
  readonly names?: readonly string[];
  /** Controls that act at once rather than at the next Run. */
  readonly atOnce?: readonly (keyof C & string)[];
  /** Computes what `view.measured` is; it is not called again until it has answered. */
  measure?(view: View<C, P, R, M>, lib: typeof import("../../experiment.ts")): M | Promise<M>;
  /** The charts. */
  readonly charts: readonly Chart<View<C, P, R, M>>[];
  /** What a reader can do when a run has ended; by default to run again, beside it. */
  readonly next?: string;
  /** Number of earlier runs that stay in the charts, in gray; 3 by default. */
  readonly keeps?: number;
  /** The results in words, also while a run is going on. */
  words(view: View<C, P, R, M>): readonly Finding[];
}

/** The choice of a run in words, such as `"Learning rate: 0.1; Seed: 1"`. */
export function settingsText({ controls, atOnce = [] }: Panel, choice: Choice): string {
  return Object.entries(controls).filter(([key]) => !atOnce.includes(key)).map(([key, control]) =>
    `${control.label}: ${valueText(control, choice[key]!)}`
  ).join("; ");
}

/** A value of a control in words. */
export function valueText(control: Control, value: Value): string {
  return control.text?.(value) ?? String(value);
}
