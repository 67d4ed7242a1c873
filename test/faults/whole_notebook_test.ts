import { assert, assertEquals } from "@std/assert";
import { projectRoot } from "lib/files.ts";
import { apart, ownMounts, ownNetwork } from "./namespaces.ts";

/** Processes that this one started, those that they started, and so on. */
async function descendants(pid: number): Promise<number[]> {
  const list = await new Deno.Command("ps", { args: ["-A", "-o", "pid=,ppid="] }).output();
  const text = new TextDecoder().decode(list.stdout).trim();
  const rows = text.split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  const found = [pid];
  // What is added to a list while a loop runs over it comes later in the loop.
  for (const parent of found) {
    for (const [child, itsParent] of rows) if (itsParent === parent) found.push(child as number);
  }
  return found;
}

/** Megabytes of memory of a process; pages that it shares count in part. */
async function megabytes(pid: number): Promise<number> {
  const text = await Deno.readTextFile(`/proc/${pid}/smaps_rollup`).catch(() => "");
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024;
}

Deno.test({
  name: "a notebook runs without a network in less than 1.5 GB, all processes together (Linux)",
  ignore: !ownMounts || !ownNetwork,
  async fn() {
    const out = await Deno.makeTempDir();
    const script = `${projectRoot}lib/cli/figures.ts`;
    const options = ["20.2", "--scale", "quick", "--fresh", "--out", out];
    const figures = [Deno.execPath(), "run", "-A", "-q", "--frozen", script, ...options];
    const [program, ...args] = [...apart("ip link set lo up"), ...figures];
    await using command = new Deno.Command(program as string, { args, stdout: "null" }).spawn();
    let most = 0;
    const timer = setInterval(async () => {
      const all = await Promise.all((await descendants(command.pid)).map(megabytes));
      most = Math.max(most, all.reduce((sum, one) => sum + one, 0));
    }, 500);
    const { code } = await command.status;
    clearInterval(timer);
    assertEquals(code, 0);
    // Measured: 583 MB.
    assert(most > 100 && most < 1500, `${most} MB`);
  },
});
