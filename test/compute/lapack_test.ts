import { assertEquals, assertLess } from "@std/assert";
import { loadLapack } from "lib/compute/lapack.ts";
import { tridiagonalEigen } from "lib/compute/symmetric_eigen.ts";

const lapack = loadLapack();
const hasLapack = lapack.name !== "built-in JavaScript";

Deno.test("loadLapack() falls back to the built-in one", () => {
  assertEquals(loadLapack("none").name, "built-in JavaScript");
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

Deno.test("tridiagonalEigen() turns the unit matrix into the eigenvectors", () => {
  const n = 6;
  const [diagonal, beside] = [[4, -1, 0, 0, 2, 2], [1, 0, 3, 1e-9, -2]];
  const [d, e] = [Float64Array.from(diagonal), Float64Array.from(beside)];
  const z = new Float64Array(n * n);
  for (let i = 0; i < n; i++) z[i * n + i] = 1;
  tridiagonalEigen(d, e, z);
  for (let i = 0; i < n; i++) {
    const at = (j: number): number => j < 0 || j >= n ? 0 : z[i * n + j]!;
    for (let j = 0; j < n; j++) {
      const product = (beside[j - 1] ?? 0) * at(j - 1) + diagonal[j]! * at(j) +
        (beside[j] ?? 0) * at(j + 1);
      assertLess(Math.abs(product - d[i]! * at(j)), 1e-14 * n);
    }
  }
});
