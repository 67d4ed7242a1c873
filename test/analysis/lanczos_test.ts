import {
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertLess,
  assertThrows,
} from "@std/assert";
import { lanczos } from "lib/analysis/lanczos.ts";
import { UserError } from "lib/errors.ts";
import { random } from "lib/random.ts";
import { diagonalMatrix, laplacian, laplacianValues, operatorOf, similar } from "./spectra.ts";

const options = (steps?: number) => ({ rng: random(0, "lanczos"), ...(steps && { steps }) });

Deno.test("lanczos() finds all eigenvalues of a matrix in as many steps as it has rows", () => {
  const { values, weights } = lanczos(operatorOf(laplacian(30)), options());
  laplacianValues(30).forEach((value, i) => assertAlmostEquals(values[i]!, value, 1e-12));
  assertAlmostEquals(weights.reduce((sum, w) => sum + w), 1, 1e-12);
});

Deno.test("lanczos() finds the ends of a spectrum in few steps and bounds its errors", () => {
  const spectrum = Array.from({ length: 200 }, (_, i) => i < 198 ? i / 198 : [4, -3][i - 198]!);
  const { values, errors } = lanczos(operatorOf(similar(spectrum, 3)), options(25));
  assertEquals(values.length, 25);
  assertAlmostEquals(values[0]!, -3, 1e-9);
  assertAlmostEquals(values.at(-1)!, 4, 1e-9);
  values.forEach((value, i) => {
    const distance = Math.min(...spectrum.map((x) => Math.abs(x - value)));
    assertLess(distance, errors[i]! + 1e-12);
  });
  assertGreater(Math.max(...errors), 1e-3);
});

Deno.test("lanczos() finds no eigenvalue twice, however many steps it takes", () => {
  // Without reorthogonalization copies of the far eigenvalue appear.
  const spectrum = Array.from({ length: 100 }, (_, i) => i === 99 ? 1000 : Math.sin(i));
  const { values } = lanczos(operatorOf(diagonalMatrix(spectrum)), options(100));
  spectrum.toSorted((x, y) => x - y).forEach((value, i) =>
    assertAlmostEquals(values[i]!, value, 1e-10)
  );
});

Deno.test("lanczos() ends at an invariant subspace: repeated eigenvalues come once", () => {
  const repeated = [...new Array<number>(20).fill(-1), ...new Array<number>(30).fill(2), 5];
  const { values, weights } = lanczos(operatorOf(similar(repeated, 4)), options(40));
  assertEquals([...values].map((x) => Math.round(1e10 * x) / 1e10), [-1, 2, 5]);
  // Each weight is the share of the start vector in the eigenspace: 20 and 30 of 51, give or take.
  assertAlmostEquals(weights[0]!, 20 / 51, 0.2);
  assertAlmostEquals(weights[1]!, 30 / 51, 0.2);
});

Deno.test("lanczos() handles the zero matrix and a single number", () => {
  const zero = lanczos(operatorOf(new Float64Array(16)), options());
  assertEquals([[...zero.values], [...zero.weights], [...zero.errors]], [[0], [1], [0]]);
  assertEquals([...lanczos(operatorOf(new Float64Array([-3])), options()).values], [-3]);
});

Deno.test("lanczos() weights estimate means over the spectrum", () => {
  const spectrum = Array.from({ length: 400 }, (_, i) => (i - 100) / 100);
  const { values, weights } = lanczos(operatorOf(diagonalMatrix(spectrum)), options(40));
  const positive = values.reduce((sum, value, i) => sum + (value > 0 ? weights[i]! : 0), 0);
  // Three standard deviations of the share of 299 of 400 directions in a random vector.
  assertAlmostEquals(positive, 299 / 400, 3 * Math.sqrt(2 * 0.75 * 0.25 / 400) + 0.02);
});

Deno.test("lanczos() refuses matrices that are not finite, and no steps", () => {
  const operator = operatorOf(new Float64Array([1, NaN, NaN, 1]));
  assertThrows(() => lanczos(operator, options()), UserError, "not finite");
  for (const steps of [-1, 1.5, NaN]) {
    const bad = { rng: random(0, "lanczos"), steps };
    assertThrows(() => lanczos(operator, bad), UserError, `${steps} steps`);
  }
});
