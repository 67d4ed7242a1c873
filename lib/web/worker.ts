/**
 * A worker of a page: computes points of sweeps, one at a time, with the notebook's own functions.
 *
 * @module
 */
import * as lib from "../experiment.ts";
import type { SweepContext } from "../sweep/context.ts";
import type { FromWorker, Preparation, Row, Task } from "./messages.ts";

/** Minimum number of milliseconds between two messages about a point. */
const newsInterval = 50;

type Experiment = (point: object, library: typeof lib, context: SweepContext) => object;

/** The functions of a notebook's sweeps, by the sweeps' names. */
export type Experiments = Readonly<Record<string, Experiment>>;

/** Loads the functions of a notebook, by the address of their module. */
type Load = (module: string) => Promise<{ readonly experiments: Experiments }>;

/** The worker's global scope, which the type checker takes for that of the main thread. */
const scope = globalThis as unknown as {
  postMessage(message: FromWorker): void;
  onmessage: (event: MessageEvent<Task | Preparation>) => void;
};

/** What the function of a sweep talks to; `flush` sends what it has not sent yet. */
function createContext(): { context: SweepContext; flush: () => void } {
  let rows: Row[] = [];
  let fraction = 0;
  let sent = -Infinity;
  let notesRows = false;
  function flush(): void {
    scope.postMessage({ type: "news", news: { fraction, rows } });
    rows = [];
    sent = performance.now();
  }
  function changed(): void {
    if (performance.now() - sent >= newsInterval) flush();
  }
  const context: SweepContext & { row(row: object): void } = {
    signal: new AbortController().signal, // the page stops a worker by ending it
    checkpoint: { load: () => Promise.resolve(undefined), save: () => Promise.resolve() },
    progress(finished) {
      fraction = finished;
      changed();
    },
    row(row) {
      notesRows = true; // which say more than what is then reported of them
      rows.push(row as Row);
      changed();
    },
    report(series, x, y) {
      if (notesRows) return;
      rows.push({ series, x, y });
      changed();
    },
  };
  return { context, flush };
}

async function compute({ module, sweep, point }: Task, load: Load): Promise<FromWorker> {
  try {
    const { experiments } = await load(module);
    const { context, flush } = createContext();
    const result = await experiments[sweep]!(point, lib, context);
    flush();
    return { type: "done", result };
  } catch (error) {
    return { type: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}

/** Computes the points that the page asks for. */
export function serveTasks(load: Load): void {
  scope.onmessage = async ({ data }) => {
    if ("prepare" in data) await load(data.prepare).catch(() => {}); // a task tells what is wrong
    else scope.postMessage(await compute(data, load));
  };
}
