import { assertEquals } from "@std/assert";
import { compileKernels } from "lib/compute/build.ts";
import { projectRoot } from "lib/files.ts";

for (const [name, relaxed] of [["kernels", false], ["kernels_relaxed", true]] as const) {
  Deno.test(`compileKernels() gives the committed ${name}.wasm, of less than 100 kB`, async () => {
    const committed = await Deno.readFile(`${projectRoot}lib/compute/${name}.wasm`);
    assertEquals(committed.length < 100_000, true);
    // Not compared as arrays: a difference would print all bytes.
    const compiled = await compileKernels(relaxed);
    assertEquals(compiled.toHex() === committed.toHex(), true, "Run `deno task build`.");
  });
}
