import { assertEquals } from "@std/assert";
import { compileKernels } from "lib/compute/tfjs/build.ts";
import kernels from "lib/compute/tfjs/kernels.wasm" with { type: "bytes" };

Deno.test("kernels.wasm is what its sources give", async () => {
  assertEquals(await compileKernels(), kernels);
});
