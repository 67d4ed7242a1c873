import { assert, assertEquals } from "@std/assert";
import { kill } from "node:process";
import {
  endlessNotebook,
  ignore,
  isRunning,
  readIds,
  startFixture,
  untilEnded,
} from "./processes.ts";

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1000));

Deno.test({
  name: "a second Stop ends a kernel whose cell does not let it notice the first",
  ignore,
  async fn() {
    const out = await Deno.makeTempDir();
    const { path, idsFile } = await endlessNotebook("for (;;);");
    await using command = startFixture("execute_trials.ts", [out, "1", path]);
    const ids = await readIds(idsFile);
    let presses = 0;
    for (; presses < 15 && await isRunning(ids.kernel); presses++) {
      kill(ids.kernel, "SIGINT");
      await pause();
    }
    assert(presses > 1, "the first Stop ended it");
    await untilEnded({ kernel: ids.kernel, child: ids.child });
    assertEquals((await command.output()).code, 1);
    await Deno.remove(path);
  },
});

Deno.test({
  name: "Stop again and again does not end a kernel that notices it",
  ignore,
  async fn() {
    const out = await Deno.makeTempDir();
    const { path, idsFile } = await endlessNotebook(
      "await new Promise(() => setInterval(() => {}, 1000));",
    );
    await using command = startFixture("execute_trials.ts", [out, "1", path]);
    const ids = await readIds(idsFile);
    for (let press = 0; press < 3; press++) {
      await pause();
      kill(ids.kernel, "SIGINT");
    }
    await pause();
    assert(await isRunning(ids.kernel));
    command.kill("SIGTERM");
    assertEquals((await command.output()).code, 143);
    await untilEnded(ids);
    await Deno.remove(path);
  },
});
