import { UserError } from "../errors.ts";
import { projectRoot } from "../files.ts";
import { lines } from "../lines.ts";
import { venvPython } from "../venv.ts";
import type { ChildStart } from "./child.ts";
import type { Live, Outcome, Warning } from "./messages.ts";

/** The workers of a cluster. */
export interface ClusterState {
  /** Number of workers that are there now. */
  readonly workers: number;
  /** Number of points that they compute at a time. */
  readonly threads: number;
  /** Address of the cluster's dashboard; empty if it has none. */
  readonly dashboard: string;
}

/** What came of a point, with the matrix product of its worker, or why that cannot compute. */
export type Answer = { outcome: Outcome; backend?: string } | { problem: string; remedy: string };

/** What the bridge says: of the cluster, of a point, or why it cannot go on. */
export type FromBridge =
  | { type: "connected"; backends: string[] }
  | { type: "workers" } & ClusterState
  | Live & { key: string }
  | Warning
  | { type: "answer"; key: string; answer: Answer }
  | { type: "failed"; problem: string; remedy: string };

/** Milliseconds in which the bridge has to end, of which running points have two seconds. */
const endLimit = 15_000;

/** The Python process that is a client of the cluster. */
export interface Bridge {
  /** What it says next; undefined once it has ended. */
  next(): Promise<FromBridge | undefined>;
  /** Tells it something; it hears nothing once it has ended. */
  tell(message: unknown): void;
  /** Ends it: it first stops what runs on the cluster. */
  end(): Promise<void>;
}

function startPython() {
  const command = new Deno.Command(venvPython(`${projectRoot}.venv`), {
    args: [`${projectRoot}lib/sweep/dask_bridge.py`],
    stdin: "piped",
    stdout: "piped",
  });
  try {
    return command.spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new UserError(
      "There is no Python in .venv.",
      "Start `deno task figures` or `deno task lab` with UDL_CLUSTER set: that installs it.",
    );
  }
}

/**
 * Starts a client of the cluster at an address.
 *
 * @param start What each process of a worker gets first.
 * @throws {UserError} If the project's Python is not installed.
 */
export function startBridge(address: string, start: ChildStart): Bridge {
  const process = startPython();
  const writer = process.stdin.getWriter();
  const messages = lines(process.stdout);
  function tell(message: unknown): void {
    writer.write(new TextEncoder().encode(`${JSON.stringify(message)}\n`)).catch(() => {});
  }
  const plugin = {
    name: crypto.randomUUID(),
    start,
    root: projectRoot,
    deno: Deno.execPath(),
    version: Deno.version.deno,
  };
  tell({ address, plugin });
  return {
    tell,
    async next() {
      const { value, done } = await messages.next();
      return done ? undefined : JSON.parse(value);
    },
    async end() {
      const timer = setTimeout(() => process.kill("SIGKILL"), endLimit);
      await writer.close().catch(() => {});
      await process.status;
      clearTimeout(timer);
    },
  };
}
