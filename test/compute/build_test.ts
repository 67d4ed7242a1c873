import { assertEquals } from "@std/assert";
import { compileKernels, kernelModules } from "lib/compute/build.ts";
import { instantiateKernels } from "lib/compute/kernels.ts";
import { projectRoot } from "lib/files.ts";

for (const module of kernelModules) {
  Deno.test(`compileKernels() gives the committed ${module.file}, of less than 100 kB`, async () => {
    const committed = await Deno.readFile(`${projectRoot}lib/compute/${module.file}`);
    assertEquals(committed.length < 100_000, true);
    // Not compared as arrays: a difference would print all bytes.
    const compiled = await compileKernels(module);
    assertEquals(compiled.toHex() === committed.toHex(), true, "Run `deno task build`.");
  });
}

Deno.test("instantiateKernels() writes nothing to the memory, which is not the kernels' own", () => {
  const memory = new WebAssembly.Memory({ initial: 2 });
  instantiateKernels(memory);
  assertEquals(new Uint8Array(memory.buffer).every((byte) => byte === 0), true);
});
