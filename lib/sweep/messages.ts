/** The function of a sweep. */
export interface Experiment {
  /** Name of the sweep, for stack traces. */
  readonly name: string;
  /** JavaScript source of the function. */
  readonly source: string;
}

/** What a worker needs before its first point. */
export interface Start extends Experiment {
  /** Name of the lock that the worker holds for its lifetime. */
  readonly lock: string;
  /** Shared memory whose single element becomes 1 when the worker is to end. */
  readonly ended: Int32Array;
}

/** One point to compute. */
export interface Task {
  /** The point, encoded. */
  readonly point: string;
  /** Path of its checkpoint file. */
  readonly checkpoint: string;
}

/** From the main thread to a worker; `stop` aborts the signal of the running point. */
export type ToWorker =
  | { type: "start"; start: Start }
  | { type: "task"; task: Task }
  | { type: "stop" };

/** An update on a running point: its progress, and data for live charts. */
export interface Live {
  readonly type: "live";
  /** Finished share, in [0, 1]. */
  readonly fraction: number;
  /** What is being done. */
  readonly note: string;
  /** Series, x and y of the data since the last update. */
  readonly reports: readonly (readonly [string, number, number])[];
}

/**
 * How the computation of a point ended; `seconds` is its wall time, `result` is encoded, `news` is
 * what was not yet told. It has failed if its function threw, it is lost if something threw that the
 * function does not wait for, and its worker has died if that ended in another way.
 */
export type Outcome =
  | { type: "done"; result: string; seconds: number; news: Live }
  | { type: "failed"; name: string; message: string; stack: string }
  | { type: "lost"; message: string }
  | { type: "stopped" }
  | { type: "died"; message: string };

/** What the user has to know about a point; the console of a worker is not that of a notebook. */
export interface Warning {
  readonly type: "warning";
  readonly text: string;
}

/** From a worker to the main thread; `ready` is sent once it holds its lock. */
export type FromWorker = { type: "ready" } | Live | Warning | Outcome;

/** The part of the Web Locks API used here; Deno implements it, but does not yet type it. */
interface Locks {
  request(
    name: string,
    options: { signal?: AbortSignal },
    held: () => unknown,
  ): Promise<unknown>;
}

/** Locks shared by the threads of this process; when a thread ends, its locks are released. */
export const locks: Locks = (navigator as unknown as { locks: Locks }).locks;
