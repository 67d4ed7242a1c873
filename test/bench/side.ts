import { lines } from "lib/lines.ts";
import { projectRoot } from "lib/files.ts";
import type { Settings } from "./cases.ts";
import type { Peer } from "./peers.ts";

/** What one request to a side took. */
export interface Timing {
  /** Wall time of all iterations, in milliseconds. */
  readonly ms: number;
  /** Largest resident memory of the process so far, in MiB. */
  readonly peakMb: number;
  /** A number that depends on all iterations so far and that all sides agree on; null without. */
  readonly result: number | null;
}

/** A process that runs one case again and again. */
export interface Side {
  /** Numbers that the loop changes or differentiates by. */
  readonly parameters: number;
  /** What it computes with, such as `"OpenBLAS 0.3.34, 1 thread"`. */
  readonly backend: string;
  /** Runs some iterations on one core or two. */
  run(iterations: number, cores: number): Promise<Timing>;
  /** Ends the process. */
  close(): Promise<void>;
}

/** A peer that is installed. */
export interface FoundPeer {
  /** The peer. */
  readonly peer: Peer;
  /** Path of a Python that has it. */
  readonly python: string;
}

/**
 * Variables that change which code OpenBLAS runs. The peers have libraries of their own, so that a
 * run with them would compare a slowed side with others that are not.
 */
export const openBlasVariables = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];

/** Starts a program that speaks the bench's protocol, lines of JSON, with a case's settings. */
async function start(
  program: string,
  args: string[],
  settings: Settings,
  variables: Record<string, string> = {},
): Promise<Side> {
  const env = { ...Deno.env.toObject(), ...variables };
  for (const name of openBlasVariables) delete env[name];
  const process = new Deno.Command(program, {
    args: [...args, JSON.stringify(settings)],
    cwd: projectRoot,
    clearEnv: true,
    env,
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const answers = lines(process.stdout);
  const input = process.stdin.getWriter();
  async function answer<T>(): Promise<T> {
    const { value, done } = await answers.next();
    if (done) throw new Error(`${program} ended in the middle of the bench.`);
    return JSON.parse(value);
  }
  const { parameters, backend } = await answer<{ parameters: number; backend: string }>();
  return {
    parameters,
    backend,
    async run(iterations, cores) {
      await input.write(new TextEncoder().encode(`${iterations} ${cores}\n`));
      return await answer<Timing>();
    },
    async close() {
      await input.close();
      await answers.return(undefined);
      await process.status;
    },
  };
}

/** Starts this library's side of a case. */
export function startOurs(settings: Settings): Promise<Side> {
  const script = `${projectRoot}test/bench/our_side.ts`;
  return start(Deno.execPath(), ["run", "--quiet", "--frozen", "-A", script], settings);
}

/** Starts a peer's side of a case, with so many threads if it cannot change them later. */
export function startPeer(
  { peer, python }: FoundPeer,
  settings: Settings,
  threads: number,
): Promise<Side> {
  const script = `${projectRoot}test/bench/${peer.script}`;
  return start(python, [script], settings, peer.threads?.(threads));
}
