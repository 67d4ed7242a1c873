import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { kill } from "node:process";
import { ownMounts } from "./namespaces.ts";
import { endlessNotebook, ignore, readIds, startFixture, untilEnded } from "./processes.ts";

const blocked = "for (;;);";
const waiting = "await new Promise(() => setInterval(() => {}, 1000));";

/** Names in a folder. */
function names(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name);
}

for (
  const [signal, code] of [["SIGKILL", 137], ["SIGHUP", 129], ["SIGTERM", 143], [
    "SIGINT",
    130,
  ]] as const
) {
  Deno.test({
    name: `${signal} to the command leaves no process and no results of a notebook`,
    ignore,
    async fn() {
      const out = await Deno.makeTempDir();
      const { path, idsFile } = await endlessNotebook(blocked);
      await using command = startFixture("execute_trials.ts", [out, "10000000", path]);
      const ids = await readIds(idsFile);
      kill(command.pid, signal);
      const [{ code: ended }] = await Promise.all([command.output(), untilEnded(ids)]);
      assertEquals(ended, code);
      assertEquals(names(out), ["index.html"]);
      await Deno.remove(path);
    },
  });
}

for (const [name, loop] of Object.entries({ blocked, waiting })) {
  Deno.test({
    name: `a ${name} kernel ends when what executes it is killed, and its notebook fails`,
    ignore,
    async fn() {
      const out = await Deno.makeTempDir();
      const { path, idsFile } = await endlessNotebook(loop);
      await using command = startFixture("execute_trials.ts", [out, "1", path]);
      const ids = await readIds(idsFile);
      kill(ids.executor, "SIGKILL");
      const [{ code, stdout }] = await Promise.all([command.output(), untilEnded(ids)]);
      assertEquals(code, 1);
      assertStringIncludes(new TextDecoder().decode(stdout), "20.0  FAILED");
      await Deno.remove(path);
    },
  });
}

/** Interrupts a process and those that it started, as a terminal does. */
function interruptGroup(pid: number): void {
  try {
    kill(-pid, "SIGINT");
  } catch {
    // The last press has ended all of them.
  }
}

for (const presses of [1, 2]) {
  Deno.test({
    name: `Ctrl-C ${presses === 1 ? "once" : "twice"} leaves no process and no results (Linux)`,
    ignore: Deno.build.os !== "linux", // where setsid makes the group of a terminal
    async fn() {
      const out = await Deno.makeTempDir();
      const { path, idsFile } = await endlessNotebook(waiting);
      const fixture = `${import.meta.dirname}/fixtures/execute_trials.ts`;
      await using command = new Deno.Command("setsid", {
        args: [Deno.execPath(), "run", "-A", "--quiet", fixture, out, "1", path],
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
      }).spawn();
      const ids = await readIds(idsFile);
      for (let press = 0; press < presses; press++) {
        interruptGroup(command.pid);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const [{ code }] = await Promise.all([command.output(), untilEnded(ids)]);
      assertEquals(code, 130);
      assertEquals(names(out), ["index.html"]);
      await Deno.remove(path);
    },
  });
}

Deno.test({
  name: "a full disk ends the command with a sentence, and all kernels",
  ignore: !ownMounts, // needs a small file system of its own
  async fn() {
    const out = await Deno.makeTempDir();
    const { path, idsFile } = await endlessNotebook(waiting);
    const fixture = `${import.meta.dirname}/fixtures/execute_trials.ts`;
    // Once the notebook runs, the disk is filled; then its kernel dies, which has to be written.
    const shell = `mount -t tmpfs -o size=64k tmpfs ${out}
${Deno.execPath()} run -A -q ${fixture} ${out} 1 ${path} &
while ! test -s ${idsFile}; do sleep 0.1; done
head -c 100000 /dev/zero > ${out}/filler 2>/dev/null
kill -9 $(sed 's/.*"kernel":\\([0-9]*\\).*/\\1/' ${idsFile})
wait $!`;
    const command = new Deno.Command("unshare", { args: ["-rm", "sh", "-c", shell] });
    const { code, stderr } = await command.output();
    const text = new TextDecoder().decode(stderr);
    assertStringIncludes(text, "cannot be written: no space left on the disk. Free some space");
    assertEquals(code, 2);
    assert(!text.includes("    at "), text);
    await untilEnded(await readIds(idsFile));
    await Deno.remove(path);
  },
});
