/** A point that a worker of a page computes. */
export interface Task {
  /** Address of the module that has the function. */
  readonly module: string;
  /** Name of the sweep whose function it is. */
  readonly sweep: string;
  /** The point. */
  readonly point: object;
}

/** What a worker gets ready ahead of its first task. */
export interface Preparation {
  /** Address of the module that has the functions of the tasks to come. */
  readonly prepare: string;
}

/** What a running point has noted: the rows of its training, or what it reports as such rows. */
export type Row = Readonly<Record<string, unknown>>;

/** News of a running point. */
export interface News {
  /** Finished share, in [0, 1]. */
  readonly fraction: number;
  /** Rows since the last news. */
  readonly rows: readonly Row[];
}

/** From a worker to its page. */
export type FromWorker =
  | { readonly type: "news"; readonly news: News }
  | { readonly type: "done"; readonly result: object }
  | { readonly type: "failed"; readonly message: string };
