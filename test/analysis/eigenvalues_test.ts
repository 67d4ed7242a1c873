import { assert, assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import { symmetricEigenvalues } from "lib/analysis/eigenvalues.ts";
import { loadEigensolver } from "lib/compute/lapack.ts";
import { symmetricEigen } from "lib/compute/symmetric_eigen.ts";
import { UserError } from "lib/errors.ts";
import { diagonalMatrix, laplacian, laplacianValues, similar } from "./spectra.ts";
import spectra from "./fixtures/spectra.json" with { type: "json" };

// The library's own choice is the second where there is no LAPACK.
const solvers = [loadEigensolver("none"), loadEigensolver()];

/** Checks the values, then that the vectors are orthonormal and reproduce the matrix. */
function check(matrix: Float64Array, expected: readonly number[]): void {
  const n = expected.length;
  const size = Math.max(...expected.map(Math.abs));
  const near = (actual: number, wanted: number, scale: number, what: string): void =>
    assertAlmostEquals(actual, wanted, 1e-13 * n * scale, what);
  solvers.forEach((solve, index) => {
    const of = `solver ${index}`;
    const alone = symmetricEigenvalues(matrix, {}, solve);
    assertEquals(alone.vectors.length, 0);
    const { values, vectors } = symmetricEigenvalues(matrix, { vectors: true }, solve);
    assertEquals(values.length, n);
    for (let i = 0; i < n; i++) {
      near(alone.values[i]!, expected[i]!, size, `${of}, value ${i}`);
      near(values[i]!, expected[i]!, size, `${of}, value ${i} with vectors`);
      for (let j = 0; j < n; j++) {
        let [product, entry] = [0, 0];
        for (let k = 0; k < n; k++) {
          product += vectors[i * n + k]! * vectors[j * n + k]!;
          entry += values[k]! * vectors[k * n + i]! * vectors[k * n + j]!;
        }
        near(product, i === j ? 1 : 0, 1, `${of}, vectors ${i} and ${j}`);
        near(entry, matrix[i * n + j]!, size, `${of}, entry ${i}, ${j}`);
      }
    }
  });
}

Deno.test("symmetricEigenvalues() agrees with NumPy", () => {
  for (const { matrix, values } of spectra) check(Float64Array.from(matrix), values);
});

Deno.test("symmetricEigenvalues() finds the spectra of diagonal matrices, in order", () => {
  check(diagonalMatrix([3, -1, 2, 2, 0]), [-1, 0, 2, 2, 3]);
  check(diagonalMatrix([-4]), [-4]);
  check(diagonalMatrix([0, 0, 0]), [0, 0, 0]);
  check(diagonalMatrix([1, 1, 1, 1]), [1, 1, 1, 1]);
});

Deno.test("symmetricEigenvalues() finds the spectrum of the second difference", () => {
  for (const n of [2, 3, 40]) check(laplacian(n), laplacianValues(n));
});

Deno.test("symmetricEigenvalues() finds single, repeated and clustered eigenvalues", () => {
  const single = Array.from({ length: 30 }, (_, i) => i - 14.5);
  const repeated = [...new Array<number>(10).fill(-1), ...new Array<number>(12).fill(0), 1e-8, 7];
  const clustered = Array.from({ length: 20 }, (_, i) => (i < 10 ? 1 : 2) + 1e-9 * i);
  for (const values of [single, repeated, clustered]) check(similar(values, 1), values);
});

Deno.test("symmetricEigenvalues() keeps its precision for very large and very small numbers", () => {
  for (const scale of [1e-300, 1e200]) {
    const matrix = laplacian(5).map((x) => scale * x);
    for (const solve of solvers) {
      const { values } = symmetricEigenvalues(matrix, {}, solve);
      laplacianValues(5).forEach((value, i) =>
        assertAlmostEquals(values[i]! / scale, value, 1e-14)
      );
    }
  }
});

Deno.test("symmetricEigenvalues() agrees between its solvers at size 120", () => {
  const values = Array.from({ length: 120 }, (_, i) => Math.sin(i * i));
  const matrix = similar(values, 2);
  const [builtin, lapack] = solvers.map((one) => symmetricEigenvalues(matrix, {}, one).values);
  builtin!.forEach((value, i) => assertLess(Math.abs(value - lapack![i]!), 1e-13));
  assertEquals(solvers[0], symmetricEigen);
});

Deno.test("symmetricEigenvalues() leaves the matrix as it is and takes its symmetric part", () => {
  const matrix = new Float64Array([1, 2, 4, 1]);
  for (const solve of solvers) {
    const { values } = symmetricEigenvalues(matrix, { vectors: true }, solve);
    assertAlmostEquals(values[0]!, -2, 1e-14);
    assertAlmostEquals(values[1]!, 4, 1e-14);
  }
  assertEquals([...matrix], [1, 2, 4, 1]);
});

Deno.test("symmetricEigenvalues() refuses what is not square or not finite", () => {
  for (const length of [0, 2, 8]) {
    assertThrows(() => symmetricEigenvalues(new Float64Array(length)), UserError, "not square");
  }
  for (const bad of [NaN, Infinity, -Infinity]) {
    const matrix = laplacian(3);
    matrix[5] = bad;
    assertThrows(() => symmetricEigenvalues(matrix), UserError, "row 2, column 1 is not finite");
    assert(matrix[5] === bad || Number.isNaN(matrix[5]));
  }
});
