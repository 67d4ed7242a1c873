import {
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertLess,
  assertThrows,
} from "@std/assert";
import { hutchinsonTrace } from "lib/analysis/trace.ts";
import { UserError } from "lib/errors.ts";
import { random } from "lib/random.ts";
import { diagonalMatrix, operatorOf, similar } from "./spectra.ts";

Deno.test("hutchinsonTrace() is exact for a diagonal matrix", () => {
  const operator = operatorOf(diagonalMatrix([1, -5, 2, 0.5]));
  const found = hutchinsonTrace(operator, { samples: 3, rng: random(0, "trace") });
  assertEquals(found, { trace: -1.5, standardError: 0 });
});

Deno.test("hutchinsonTrace() is within its standard error, which theory predicts", () => {
  const values = Array.from({ length: 50 }, (_, i) => i - 10);
  const matrix = similar(values, 5);
  const trace = values.reduce((sum, x) => sum + x);
  const samples = 400;
  const found = hutchinsonTrace(operatorOf(matrix), { samples, rng: random(1, "trace") });
  assertLess(Math.abs(found.trace - trace), 3 * found.standardError);
  const beside = matrix.reduce((sum, x, i) => sum + (i % 51 === 0 ? 0 : x * x), 0);
  const expected = Math.sqrt(2 * beside / samples);
  assertAlmostEquals(found.standardError, expected, 0.15 * expected);
  assertGreater(found.standardError, 0);
});

Deno.test("hutchinsonTrace() refuses a single sample and a matrix that is not finite", () => {
  const rng = random(0, "trace");
  const operator = operatorOf(diagonalMatrix([1, NaN]));
  assertThrows(() => hutchinsonTrace(operator, { samples: 1, rng }), UserError, "1 samples");
  assertThrows(() => hutchinsonTrace(operator, { samples: 2, rng }), UserError, "not finite");
});
