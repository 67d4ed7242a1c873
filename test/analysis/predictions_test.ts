import { assertAlmostEquals, assertEquals } from "@std/assert";
import { predictions } from "lib/analysis/predictions.ts";

Deno.test("predictions() gives each row its largest class, with its share of the exponentials", () => {
  const found = predictions(new Float32Array([0, Math.log(4), 0, 5, 5, -90, 1e4, 0, 2e4]), 3);
  assertEquals(found.map(({ label }) => label), [1, 0, 2]);
  [4 / 6, 1 / 2, 1].forEach((p, i) => assertAlmostEquals(found[i]!.probability, p, 1e-6));
});
