import { assertAlmostEquals, assertEquals } from "@std/assert";
import { standardizeInputs } from "lib/datasets/standardize.ts";
import { random } from "lib/random.ts";

Deno.test("standardizeInputs() gives each input mean 0 and variance 1, a constant one 0", () => {
  const rng = random(0, "data");
  const [size, inputs] = [300, 3];
  const x = Float32Array.from(
    { length: size * inputs },
    (_, i) => [100 + 5 * rng.normal(), 0.25, rng.uniform()][i % inputs]!,
  );
  const y = new Uint8Array(size).map((_, i) => i % 2);
  const data = { name: "noise", x, y, size, shape: [inputs], classes: 2 };
  const before = x.slice();
  const result = standardizeInputs(data);
  const column = (i: number) => result.x.filter((_, at) => at % inputs === i);
  for (const i of [0, 2]) {
    assertAlmostEquals(column(i).reduce((sum, v) => sum + v) / size, 0, 1e-5);
    assertAlmostEquals(column(i).reduce((sum, v) => sum + v * v, 0) / size, 1, 1e-5);
  }
  assertEquals(column(1).every((v) => v === 0), true);
  assertEquals([data.x, result.y, result.size, result.shape], [before, y, size, [inputs]]);
});
