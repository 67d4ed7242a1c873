import { assertEquals } from "@std/assert";

Deno.test({
  name: "stopSignal() ends a training at SIGINT, again and again, and the process goes on",
  ignore: Deno.build.os === "windows", // where one process cannot interrupt another
  async fn() {
    const script = new URL("./train_until_stopped.ts", import.meta.url).href;
    await using child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", script],
      stdout: "piped",
    }).spawn();
    const printed: string[] = [];
    let rest = "";
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      for (const line of lines) {
        printed.push(line);
        if (line.endsWith("training") || line === "idle") child.kill("SIGINT");
      }
    }
    const stopped =
      "Stopped: Variables and finished results are kept; run the cell again to resume.";
    assertEquals(printed, [
      "first training",
      stopped,
      "kept true",
      "second training",
      stopped,
      "kept true",
      "idle",
      "aborted false",
    ]);
    assertEquals((await child.status).code, 0);
  },
});
