import { assertEquals } from "@std/assert";
import { loadEigensolver } from "lib/compute/lapack.ts";
import { symmetricEigen } from "lib/compute/symmetric_eigen.ts";

const solve = loadEigensolver();
const hasLapack = solve !== symmetricEigen;

Deno.test("loadEigensolver() falls back to the built-in method", () => {
  assertEquals(loadEigensolver("none"), symmetricEigen);
});

Deno.test("loadEigensolver() skips a library that it cannot use", () => {
  assertEquals(loadEigensolver(import.meta.filename) !== symmetricEigen, hasLapack);
});

Deno.test("loadEigensolver()'s LAPACK overwrites the matrix by its vectors only if asked", {
  ignore: !hasLapack,
}, () => {
  const a = new Float64Array([0, 0, 0, 5]);
  assertEquals([...solve(2, a, true)], [0, 5]);
  assertEquals([...a].map(Math.abs), [1, 0, 0, 1]);
});
