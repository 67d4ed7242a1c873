import type { FigureText } from "../notebook/show.ts";
import type { Charts } from "../notebook/svg.ts";
import type { Scale } from "../notebook/session.ts";

/** What a notebook's code talks to when it runs in a page. */
export interface Host {
  /** How much of the published experiment to run. */
  readonly scale: Scale;
  /** The results of a sweep at these points, in order. */
  sweep(name: string, points: readonly object[]): Promise<readonly object[]>;
  /** What the next call of a function of the library returned when the notebook ran. */
  remember(name: string): unknown;
  /** Shows charts as an output of the running cell. */
  show(charts: Charts, text: FigureText): void;
  /** Receives facts such as the claims with their verdicts. */
  facts(facts: Readonly<Record<string, unknown>>): void;
  /** A cell begins. */
  enter(cell: string): void;
}

let current: Host | undefined;

/** Sets where the notebook that starts next runs. */
export function runIn(host: Host): void {
  current = host;
}

/** Where the running notebook runs. */
export function host(): Host {
  if (current === undefined) throw new Error("No notebook runs in this page.");
  return current;
}

/** Says which cell begins; stands at the head of each cell's code in a page. */
export function enterCell(id: string): void {
  host().enter(id);
}
