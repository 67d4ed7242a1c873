import { kill } from "node:process";
import { trialNotebook } from "../cli/trial.ts";

/** Whether there is no `ps` here, or one process cannot end another as these tests do. */
export const ignore: boolean = Deno.build.os === "windows";

/** Ids of the processes of a notebook that computes without an end. */
export interface Ids {
  /** The kernel. */
  readonly kernel: number;
  /** What executes the notebook through the kernel. */
  readonly executor: number;
  /** A process that the kernel started. */
  readonly child: number;
}

const setup = `import { setup } from "lib/mod.ts";
void await setup({ figure: "20.0", seed: 7 });`;

/** A notebook whose last cell writes its processes' ids into a file, then runs `loop`. */
export async function endlessNotebook(loop: string): Promise<{ path: string; idsFile: string }> {
  const idsFile = await Deno.makeTempFile();
  const begin = `const child = new Deno.Command("sleep", { args: ["100"] }).spawn();
const ids = { kernel: Deno.pid, executor: Deno.ppid, child: child.pid };
Deno.writeTextFileSync(${JSON.stringify(idsFile)}, JSON.stringify(ids));
${loop}`;
  const { notebook } = await trialNotebook("# T", setup, begin);
  return { path: notebook.path, idsFile };
}

/** Waits until a condition holds; returns the seconds that it took, or throws after `limit`. */
export async function until(
  what: string,
  limit: number,
  holds: () => boolean | Promise<boolean>,
): Promise<number> {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  while (!await holds()) {
    if (seconds() > limit) throw new Error(`Not within ${limit} s: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return seconds();
}

/** The ids that an endless notebook wrote, once it has. */
export async function readIds(idsFile: string): Promise<Ids> {
  await until("the notebook's last cell runs", 180, () => Deno.statSync(idsFile).size > 0);
  return JSON.parse(await Deno.readTextFile(idsFile));
}

/** Whether a process is there and is not one that only waits for its parent to be told. */
export async function isRunning(pid: number): Promise<boolean> {
  try {
    kill(pid, 0);
  } catch {
    return false;
  }
  const list = new Deno.Command("ps", { args: ["-o", "stat=", "-p", String(pid)] });
  const state = new TextDecoder().decode((await list.output()).stdout).trim();
  return state !== "" && !state.startsWith("Z");
}

/** Waits until none of the processes runs. */
export async function untilEnded(ids: Partial<Ids>): Promise<void> {
  for (const [name, pid] of Object.entries(ids) as [string, number][]) {
    await until(`the ${name} has ended`, 20, async () => !await isRunning(pid));
  }
}

/** Starts a script of `fixtures/`, with these variables in its environment. */
export function startFixture(
  name: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", `${import.meta.dirname}/fixtures/${name}`, ...args],
    env,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}
