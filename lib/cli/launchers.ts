import { kill } from "node:process";

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** All processes of this machine; none where there is no `ps`. */
async function processes(): Promise<Process[]> {
  let text = "";
  try {
    const list = new Deno.Command("ps", { args: ["-A", "-o", "pid=,ppid=,args="] });
    text = new TextDecoder().decode((await list.output()).stdout);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const rows = text.matchAll(/^\s*(\d+)\s+(\d+)\s+(.*)$/gm);
  return [...rows].map(([, pid, parent, command]) => ({
    pid: Number(pid),
    parent: Number(parent),
    command: command as string,
  }));
}

/** The processes between this one and the `npx` that started it, and that one; none without it. */
async function npxProcesses(): Promise<number[]> {
  if (Deno.env.get("npm_command") !== "exec") return [];
  const all = await processes();
  const chain: Process[] = [];
  let next = all.find(({ pid }) => pid === Deno.ppid);
  while (next !== undefined) {
    chain.push(next);
    if (/^npm exec|\bnpx\b/.test(next.command)) return chain.map(({ pid }) => pid);
    const { parent } = next;
    next = all.find(({ pid }) => pid === parent);
  }
  return [];
}

function isAlive(pid: number): boolean {
  try {
    return kill(pid, 0);
  } catch {
    return false;
  }
}

/**
 * Calls `act` once the process that started this one is gone, within a second; with `npx`, which
 * has several, once any of them is. Windows does not tell.
 */
export async function onEndOfLaunchers(act: () => void): Promise<void> {
  if (Deno.build.os === "windows") return;
  const parent = Deno.ppid;
  const others = await npxProcesses();
  const timer = setInterval(() => {
    if (Deno.ppid === parent && others.every(isAlive)) return;
    clearInterval(timer);
    act();
  }, 500);
  Deno.unrefTimer(timer);
}
