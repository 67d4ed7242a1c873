import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { curvature, leadingBlock, semicirclePositive, trace } from "lib/analysis/curvature.ts";
import { random } from "lib/random.ts";
import { diagonalMatrix } from "./spectra.ts";

Deno.test("curvature() counts positive eigenvalues and divides trace by norm", () => {
  assertEquals(curvature(diagonalMatrix([5, 1, -1, 3])).positive, 0.75);
  assertAlmostEquals(curvature(diagonalMatrix([5, 1, -1, 3])).traceRatio, 8 / 6);
  // Eigenvalues 3 and −1, on no diagonal.
  const { positive, traceRatio } = curvature(new Float64Array([1, 2, 2, 1]));
  assertEquals(positive, 0.5);
  assertAlmostEquals(traceRatio, 2 / Math.sqrt(10));
});

Deno.test("curvature() gives the identity the largest trace ratio there is, √d", () => {
  const { positive, traceRatio } = curvature(diagonalMatrix([1, 1, 1, 1, 1, 1, 1, 1, 1]));
  assertEquals(positive, 1);
  assertAlmostEquals(traceRatio, 3);
});

Deno.test("curvature() finds no positive eigenvalue, and no ratio, in the zero matrix", () => {
  assertEquals(curvature(new Float64Array(9)), { positive: 0, traceRatio: NaN });
});

Deno.test("leadingBlock() takes the first rows and columns", () => {
  const matrix = new Float64Array([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assertEquals([...leadingBlock(matrix, 2)], [1, 2, 4, 5]);
  assertEquals(leadingBlock(matrix, 3), matrix);
  assertEquals(trace(leadingBlock(matrix, 2)), 6);
  assertThrows(() => leadingBlock(matrix, 4), RangeError);
});

Deno.test("semicirclePositive() has the values of the semicircle's distribution function", () => {
  // Where the center is at half of the radius, m = s: t = √(d/2).
  const half = 0.5 + (Math.sqrt(3) / 4 + Math.PI / 6) / Math.PI;
  assertAlmostEquals(semicirclePositive(Math.sqrt(50), 100), half);
  assertAlmostEquals(semicirclePositive(-Math.sqrt(50), 100), 1 - half);
  // The lower end of the semicircle is at zero where m = 2s: t = √(4d/5).
  assertEquals(semicirclePositive(Math.sqrt(80.01), 100), 1);
  assertEquals(semicirclePositive(-10, 100), 0);
});

Deno.test("semicirclePositive() predicts the curvature of shifted Gaussian matrices", () => {
  const [dim, rng] = [200, random(0, "matrix")];
  for (const shift of [-15, 0, 4, 12, 24]) {
    const matrix = new Float64Array(dim * dim);
    for (let i = 0; i < dim; i++) {
      for (let j = 0; j <= i; j++) {
        matrix[i * dim + j] = matrix[j * dim + i] = rng.normal() + (i === j ? shift : 0);
      }
    }
    const { positive, traceRatio } = curvature(matrix);
    assertAlmostEquals(semicirclePositive(traceRatio, dim), positive, 0.015);
  }
});
