import { assertEquals, assertMatch } from "@std/assert";
import { apart, ownMounts, ownNetwork } from "./namespaces.ts";

const fixture = `${import.meta.dirname}/fixtures/large_sweep.ts`;

for (const kind of ["result", "checkpoint"]) {
  Deno.test({
    name: `a full cache ends a sweep with a sentence at its ${kind}, and keeps no part of it`,
    ignore: !ownMounts || !ownNetwork, // needs a small file system of its own
    async fn() {
      const cache = await Deno.makeTempDir();
      const script = `mount -t tmpfs -o size=64k tmpfs ${cache}
${Deno.execPath()} run -A -q ${fixture} ${kind}`;
      const [program, ...args] = [...apart(script), "ls", "-A", `${cache}/sweeps/large`];
      const env = { UDL_CACHE: cache };
      const { stdout } = await new Deno.Command(program as string, { args, env }).output();
      const [sentence, ...left] = new TextDecoder().decode(stdout).trim().split("\n");
      assertMatch(
        sentence as string,
        /cannot be written: no space left on the disk\. Free some space, or set UDL_CACHE to another/,
      );
      assertEquals(left, []);
    },
  });
}
