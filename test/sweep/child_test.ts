import { assertEquals } from "@std/assert";
import { projectRoot } from "lib/files.ts";
import type { ChildStart, FromChild } from "lib/sweep/child.ts";
import { codeHash } from "lib/sweep/code_hash.ts";

/** The first message of a process of a cluster's worker, which ends then. */
async function firstMessage(start: ChildStart): Promise<FromChild> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", `${projectRoot}lib/sweep/child.ts`],
    env: { UDL_EXACT: "0" },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(`${JSON.stringify({ type: "start", start })}\n`));
  await writer.close();
  const { stdout } = await child.output();
  return JSON.parse(new TextDecoder().decode(stdout).trim().split("\n")[0]!);
}

Deno.test("a worker of a cluster computes exactly where the sweep was started so", async () => {
  const backend = "built-in WASM SIMD, the same digits on every machine";
  const code = codeHash(undefined, undefined, backend);
  const experiment = { name: "halves", source: "(x) => x / 2", folder: await Deno.makeTempDir() };
  const message = await firstMessage({ ...experiment, code, backend, exact: true });
  assertEquals(message, { type: "ready", backend });
});
