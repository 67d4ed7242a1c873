import { assertAlmostEquals, assertEquals } from "@std/assert";
import { hessianIndex } from "lib/analysis/hessian_index.ts";
import { quadratic } from "./quadratic.ts";

Deno.test("hessianIndex() gives the index and the eigenvalues of a quadratic function", () => {
  const curvatures = [-5, -1, -1e-9, 0, 2e-9, 0.5, 3, 4];
  const at = new Float64Array(8).fill(2);
  const strict = hessianIndex(quadratic(curvatures), at, 1e-6);
  strict.eigenvalues.forEach((value, i) => assertAlmostEquals(value, curvatures[i]!, 1e-13));
  assertEquals([strict.negative, strict.flat, strict.fraction], [2, 3, 0.4]);
  const curved = hessianIndex(quadratic([-5, -1, 3, 4]), new Float64Array(4));
  assertEquals([curved.negative, curved.flat, curved.fraction], [2, 0, 0.5]);
  assertEquals([curved.value, curved.gradientNorm], [0, 0]);
});
