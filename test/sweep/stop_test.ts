import { assertEquals, assertRejects } from "@std/assert";
import type { SweepContext } from "lib/sweep/context.ts";
import { runPoints } from "lib/sweep/run_points.ts";
import { countingSweep, waiting } from "./counting_sweep.ts";

/** What the counting sweep gives when it goes on after two points finished and two were stopped. */
const resumed = { starts: [0, 0, 4, 4, 0], cached: 2 };

Deno.test("runPoints() stopped by its signal goes on from finished points and checkpoints", async () => {
  const folder = await Deno.makeTempDir();
  const stop = new AbortController();
  const reason = new Error("stopped by the user");
  const work = countingSweep(folder, {
    signal: stop.signal,
    onProgress: (progress) => waiting(progress) && stop.abort(reason),
  });
  assertEquals(await assertRejects(() => work), reason);

  await Deno.writeTextFile(`${folder}/go`, "");
  assertEquals(await countingSweep(folder), resumed);
  // The checkpoints are gone, the five results are left.
  assertEquals([...Deno.readDirSync(`${folder}/count`)].length, 5);
});

Deno.test("runPoints() goes on after its process was killed", async () => {
  const folder = await Deno.makeTempDir();
  const script = new URL("./counting_sweep.ts", import.meta.url).href;
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", script, folder],
    stdout: "piped",
    stderr: "inherit",
  });
  await using child = command.spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  await reader.read();
  child.kill("SIGKILL");
  await child.status;
  await reader.cancel();

  await Deno.writeTextFile(`${folder}/go`, "");
  // That this process ends at all shows that no worker is left.
  const { stdout } = await command.output();
  assertEquals(JSON.parse(new TextDecoder().decode(stdout).trim().split("\n").at(-1)!), resumed);
});

Deno.test("runPoints() ends a point that computes without a pause", async () => {
  const stop = new AbortController();
  const work = runPoints([1], (_point, _lib, context) => {
    for (;;) context.progress(0.1);
  }, {
    name: "endless",
    cacheDir: await Deno.makeTempDir(),
    signal: stop.signal,
    onProgress: ({ fraction }) => fraction > 0 && stop.abort(),
  });
  await assertRejects(() => work, DOMException, "aborted");
});

Deno.test("runPoints() does not start if its signal is aborted already", async () => {
  const options = { name: "none", signal: AbortSignal.abort() };
  await assertRejects(() => runPoints([1], () => 1, options), DOMException, "aborted");
});

Deno.test("runPoints() starts a point anew if its checkpoint is damaged or results are not wanted", async () => {
  for (const how of ["kept", "damaged", "changed", "fresh"]) {
    const cacheDir = await Deno.makeTempDir();
    const fn = async (go: string, _lib: unknown, { checkpoint }: SweepContext) => {
      const found = await checkpoint.load<string>() ?? "nothing";
      if (await Deno.stat(go).then(() => true, () => false)) return found;
      await checkpoint.save("half");
      throw new Error("no go");
    };
    const options = { name: "half", cacheDir, fresh: how === "fresh" };
    await assertRejects(() => runPoints([`${cacheDir}/go`], fn, options), Error, "no go");
    const [file] = [...Deno.readDirSync(`${cacheDir}/half`)];
    const path = `${cacheDir}/half/${file!.name}`;
    const written = await Deno.readTextFile(path);
    if (how === "damaged") await Deno.writeTextFile(path, written.slice(0, -4));
    if (how === "changed") await Deno.writeTextFile(path, written.replace("half", "hall"));
    await Deno.writeTextFile(`${cacheDir}/go`, "");
    const runs = await runPoints([`${cacheDir}/go`], fn, options);
    assertEquals(runs, [how === "kept" ? "half" : "nothing"]);
  }
});
