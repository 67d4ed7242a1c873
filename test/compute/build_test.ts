import { assertEquals } from "@std/assert";
import { compileKernels } from "lib/compute/build.ts";
import { instantiateKernels } from "lib/compute/kernels.ts";
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

Deno.test("instantiateKernels() writes nothing to the memory, which is not the kernels' own", () => {
  const memory = new WebAssembly.Memory({ initial: 2 });
  instantiateKernels(memory);
  assertEquals(new Uint8Array(memory.buffer).every((byte) => byte === 0), true);
});
