import { kill } from "node:process";
import { ensureEnvironment } from "lib/cli/environment.ts";
import { projectRoot } from "lib/files.ts";
import { ignore, isRunning, until } from "./processes.ts";

/** Ids of the processes that a process has started. */
async function childrenOf(parent: number): Promise<number[]> {
  const list = new Deno.Command("ps", { args: ["-A", "-o", "pid=,ppid="] });
  const text = new TextDecoder().decode((await list.output()).stdout);
  const rows = text.trim().split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  return rows.filter(([, its]) => its === parent).map(([pid]) => pid as number);
}

for (const signal of ["SIGKILL", "SIGTERM", "SIGHUP"] as const) {
  Deno.test({
    name: `JupyterLab ends when its command gets ${signal}`,
    ignore,
    async fn() {
      await ensureEnvironment();
      const lab = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "-q", `${projectRoot}lib/cli/lab.ts`, "--no-browser", "--allow-root"],
        stdin: "null",
        stdout: "null",
        stderr: "piped",
      }).spawn();
      let log = "";
      const reading = lab.stderr.pipeThrough(new TextDecoderStream()).pipeTo(
        new WritableStream({ write: (text) => void (log += text) }),
      );
      await until("JupyterLab serves", 120, () => log.includes("http://"));
      const [server] = await childrenOf(lab.pid);
      kill(lab.pid, signal);
      // It takes JupyterLab five seconds to end all of its parts in order.
      await until("JupyterLab has ended", 60, async () => !await isRunning(server as number));
      await Promise.all([reading, lab.status]);
    },
  });
}
