/**
 * A process that computes points of a sweep, one at a time, for a worker of a cluster. Messages are
 * lines of JSON on standard input and output; what the function prints goes to standard error. The
 * end of the input stops the running point and ends the process.
 *
 * @module
 */
import { Console } from "node:console";
import { writeSync } from "node:fs";
import { stderr } from "node:process";
import { blasBackend } from "../compute/blas.ts";
import { projectRoot } from "../files.ts";
import { lines } from "../lines.ts";
import { createJob } from "./cache.ts";
import { canonicalSource } from "./canonical_code.ts";
import { writeChecked } from "./checked_file.ts";
import { codeHash } from "./code_hash.ts";
import { computePoint } from "./compute_point.ts";
import { decode } from "./encoding.ts";
import type { Experiment, Live, Outcome, Warning } from "./messages.ts";

/** What a process needs before its first point. */
export interface ChildStart extends Experiment {
  /** Folder for the checkpoints. */
  readonly folder: string;
  /** Hash of the code of whoever started the sweep. */
  readonly code: string;
  /** Name of the matrix product that is in that hash. */
  readonly backend: string;
  /** Whether results are to have the same digits on every machine. */
  readonly exact: boolean;
  /** Whether checkpoints are sent along, as other workers do not see the folder. */
  readonly sendsCheckpoints?: boolean;
}

/** To the process: first what it needs, then encoded points, with the last checkpoint of each. */
export type ToChild =
  | { type: "start"; start: ChildStart }
  | { type: "point"; point: string; checkpoint: string | null };

/**
 * From the process: its matrix product, or where its other code is; then news, encoded checkpoints,
 * and outcomes.
 */
export type FromChild =
  | { type: "ready"; backend: string }
  | { type: "refused"; root: string }
  | { type: "checkpoint"; checkpoint: string }
  | Live
  | Warning
  | Outcome;

/** Milliseconds without a point after which the process ends: whoever started it may be forgotten. */
const idleLimit = 10_000;

/** Characters of the longest checkpoint that is sent along: the scheduler keeps one of each point. */
const longestCheckpoint = 1_000_000;

const staysHere = "Checkpoints of more than 1 MB stay with each worker: " +
  "a point that moves to another one starts anew.";

function send(message: FromChild): void {
  // What the function wrote past the console may have left a line open.
  let rest = new TextEncoder().encode(`\n${JSON.stringify(message)}\n`);
  while (rest.length > 0) rest = rest.subarray(writeSync(1, rest));
}

function lose(event: Event, message: string): void {
  event.preventDefault();
  send({ type: "lost", message });
  Deno.exit(1);
}

const stop = new AbortController();
let start: ChildStart;
let code: string;
let source: string;
let running = Promise.resolve();
let idle: ReturnType<typeof setTimeout>;

function waitForPoint(): void {
  idle = setTimeout(() => Deno.exit(0), idleLimit);
}

function begin(given: ChildStart): void {
  start = given;
  Deno.env.set("UDL_EXACT", given.exact ? "1" : "0");
  // A state that another kernel of the matrix product has computed has another key.
  code = codeHash();
  source = canonicalSource(start.source);
  const isSame = codeHash(undefined, undefined, start.backend) === start.code;
  send(isSame ? { type: "ready", backend: blasBackend() } : { type: "refused", root: projectRoot });
  waitForPoint();
}

function sendCheckpoint(checkpoint: string): void {
  if (!start.sendsCheckpoints) return;
  if (checkpoint.length <= longestCheckpoint) send({ type: "checkpoint", checkpoint });
  else send({ type: "warning", text: staysHere });
}

async function compute(point: string, checkpoint: string | null): Promise<void> {
  clearTimeout(idle);
  const job = createJob(start.folder, code, source, decode(point));
  if (checkpoint !== null) await writeChecked(job.checkpoint, checkpoint);
  send(await computePoint(start, job, stop.signal, send, sendCheckpoint));
  waitForPoint();
}

globalThis.console = new Console(stderr) as typeof console;
globalThis.addEventListener("error", (event) => lose(event, event.message));
globalThis.addEventListener(
  "unhandledrejection",
  (event) => lose(event, `Uncaught (in promise) ${event.reason}`),
);
// An interrupt from the terminal or from Jupyter is for whoever started the sweep.
Deno.addSignalListener("SIGINT", () => {});
new Worker(new URL("./parent_watch.ts", import.meta.url).href, { type: "module" });

for await (const line of lines(Deno.stdin.readable)) {
  const message: ToChild = JSON.parse(line);
  if (message.type === "start") begin(message.start);
  else running = compute(message.point, message.checkpoint);
}
stop.abort();
await running;
Deno.exit(0);
