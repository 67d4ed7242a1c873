import { assert } from "@std/assert";
import { kill } from "node:process";
import { ensureDask } from "lib/cli/dask.ts";
import { ensureEnvironment } from "lib/cli/environment.ts";
import { projectRoot } from "lib/files.ts";
import { lines } from "lib/lines.ts";
import { venvPython } from "lib/venv.ts";

/** Why there can be no cluster here; undefined if there can. */
export async function whyNoDask(): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return "these tests look at processes as Linux shows them";
  try {
    await ensureDask(await ensureEnvironment());
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** A Dask worker and its process. */
export interface DaskWorker {
  /** The process, which has no other one beside it. */
  readonly pid: number;
  /** Ends it at once. */
  kill(): Promise<void>;
}

/** A scheduler with workers, all in processes of their own, that listen on loopback. */
export interface DaskCluster extends AsyncDisposable {
  /** The scheduler's address. */
  readonly address: string;
  /** Path of the file where the scheduler has written it. */
  readonly file: string;
  /** Variables that clients need for it. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * Starts a worker that computes one point at a time, by the program `under` with its arguments, if
   * there is one, and with these variables in its environment.
   */
  addWorker(under?: readonly string[], env?: Record<string, string>): Promise<DaskWorker>;
  /** Ends the scheduler at once. */
  killScheduler(): Promise<void>;
  /** Memory that the scheduler has in use, in MB. */
  schedulerMegabytes(): number;
}

const python = venvPython(`${projectRoot}.venv`);

/** Starts a program of Dask; returns once it has printed a line with `sign`. */
async function start(
  command: readonly string[],
  sign: RegExp,
  env: Record<string, string> = {},
) {
  const [program, ...args] = command;
  const process = new Deno.Command(program!, {
    args,
    env,
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const log = lines(process.stderr);
  let found: RegExpExecArray | null = null;
  while (!found) {
    const { value, done } = await log.next();
    if (done) throw new Error(`${command.join(" ")} ended.`);
    found = sign.exec(value);
  }
  const rest = (async () => {
    while (!(await log.next()).done);
  })();
  async function end(signal: Deno.Signal): Promise<void> {
    try {
      process.kill(signal);
    } catch {
      // It has ended already.
    }
    await process.status;
    await rest;
  }
  return { pid: process.pid, sign: found[0], end };
}

/** Makes a certificate that vouches for itself; returns the variables that make Dask use it. */
async function certificate(folder: string): Promise<Record<string, string>> {
  const cert = `${folder}/cert.pem`;
  const key = `${folder}/key.pem`;
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const files = ["-keyout", key, "-out", cert];
  const openssl = new Deno.Command("openssl", {
    args: ["req", "-x509", ...curve, ...files, "-days", "1", "-subj", "/CN=127.0.0.1"],
    stderr: "null",
  });
  assert((await openssl.output()).success, "openssl made no certificate");
  const variables: Record<string, string> = { DASK_DISTRIBUTED__COMM__TLS__CA_FILE: cert };
  for (const role of ["SCHEDULER", "WORKER", "CLIENT"]) {
    variables[`DASK_DISTRIBUTED__COMM__TLS__${role}__CERT`] = cert;
    variables[`DASK_DISTRIBUTED__COMM__TLS__${role}__KEY`] = key;
  }
  return variables;
}

/** Starts a scheduler and `workers` workers, which talk to each other by TCP or TLS. */
export async function startDask(
  workers: number,
  protocol: "tcp" | "tls" = "tcp",
): Promise<DaskCluster> {
  const folder = await Deno.makeTempDir();
  const tls = protocol === "tls" ? await certificate(folder) : {};
  const here = ["--host", "127.0.0.1", "--no-dashboard"];
  const module = ["-m", "distributed.cli.dask_scheduler", "--protocol", protocol, ...here];
  const ports = ["--port", "0", "--dashboard-address", "127.0.0.1:0"];
  const file = `${folder}/scheduler.json`;
  const command = [python, ...module, ...ports, "--scheduler-file", file];
  const scheduler = await start(command, /\w+:\/\/127\.0\.0\.1:\d+/, tls);
  const address = scheduler.sign;
  const started: Awaited<ReturnType<typeof start>>[] = [];
  async function addWorker(
    under: readonly string[] = [],
    env: Record<string, string> = {},
  ): Promise<DaskWorker> {
    const module = ["-m", "distributed.cli.dask_worker", address, ...here];
    const args = ["--no-nanny", "--nthreads", "1", "--local-directory", folder];
    const variables = Object.assign({}, tls, env);
    const worker = await start([...under, python, ...module, ...args], /Registered to/, variables);
    started.push(worker);
    return { pid: worker.pid, kill: () => worker.end("SIGKILL") };
  }
  await Promise.all(Array.from({ length: workers }, () => addWorker()));
  return {
    address,
    file,
    env: tls,
    addWorker,
    killScheduler: () => scheduler.end("SIGKILL"),
    schedulerMegabytes() {
      const status = Deno.readTextFileSync(`/proc/${scheduler.pid}/status`);
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) / 1000;
    },
    async [Symbol.asyncDispose]() {
      for (const worker of started) await worker.end("SIGKILL");
      await scheduler.end("SIGKILL");
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** A process of this machine. */
interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

async function processes(): Promise<Process[]> {
  const list = new Deno.Command("ps", { args: ["-A", "-o", "pid=,ppid=,args="] });
  const text = new TextDecoder().decode((await list.output()).stdout);
  return [...text.matchAll(/^\s*(\d+)\s+(\d+)\s+(.*)$/gm)].map(([, pid, parent, command]) => ({
    pid: Number(pid),
    parent: Number(parent),
    command: command!,
  }));
}

/** Ids of the processes that compute points with the code of this checkout. */
export async function children(): Promise<number[]> {
  const found = (await processes()).filter(({ command }) => command.includes("lib/sweep/child.ts"));
  const own: number[] = [];
  for (const { pid } of found) {
    const folder = await Deno.readLink(`/proc/${pid}/cwd`).catch(() => "");
    if (`${folder}/` === projectRoot) own.push(pid);
  }
  return own;
}

/** Id of the process that connects this one to a cluster. */
export async function bridge(): Promise<number> {
  const found = (await processes()).find(({ parent, command }) =>
    parent === Deno.pid && command.includes("dask_bridge.py")
  );
  return found!.pid;
}

/** Ends a process at once. */
export function killProcess(pid: number): void {
  kill(pid, "SIGKILL");
}
