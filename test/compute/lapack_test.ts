import { assertEquals } from "@std/assert";
import { loadLapack } from "lib/compute/lapack.ts";

const lapack = loadLapack();
const hasLapack = lapack.name !== "built-in";

Deno.test("loadLapack() falls back to the built-in method", () => {
  assertEquals(loadLapack("none").name, "built-in");
});

Deno.test("loadLapack() skips a library that it cannot use", () => {
  assertEquals(loadLapack(import.meta.filename).name, lapack.name);
});

Deno.test("symmetricEigen() of LAPACK overwrites the matrix by its vectors only if asked", {
  ignore: !hasLapack,
}, () => {
  const a = new Float64Array([0, 0, 0, 5]);
  assertEquals([...lapack.symmetricEigen(2, a, true)], [0, 5]);
  assertEquals([...a].map(Math.abs), [1, 0, 0, 1]);
});
