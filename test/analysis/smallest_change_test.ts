import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { distance, norm } from "lib/compute/vectors.ts";
import { smallestChanges } from "lib/analysis/smallest_change.ts";
import { logistic, weights, z } from "./logistic.ts";

Deno.test("smallestChanges() takes the shortest way to the plane where the target is certain", () => {
  const x = new Float32Array([0.5, 0.5, 0.5, 0.5, 0.4, 0.3, 0.2, 0.1]);
  const { inputs, sizes } = smallestChanges(logistic, x, new Uint8Array(2), {
    rounds: 24,
    maxIterations: 100,
    certainty: 0.9,
    lower: -2,
    upper: 2,
  });
  for (const start of [0, 4]) {
    const [from, to] = [x, inputs].map((all) => all.subarray(start, start + 4)) as Float32Array[];
    const size = sizes[start / 4]!;
    assertAlmostEquals(size, distance(from!, to!), 1e-6);
    assert(z(to!) <= -Math.log(9) + 1e-6); // class 0 has probability 0.9
    const expected = (z(from!) + Math.log(9)) / norm(weights);
    assert(size >= expected - 1e-5 && size < 1.01 * expected, `${size} and ${expected}`);
    to!.forEach((value, i) => {
      assertAlmostEquals(value, from![i]! - expected * weights[i]! / norm(weights), 0.02);
    });
  }
});

Deno.test("smallestChanges() stays in the range of inputs, and says where there is no change", () => {
  const x = new Float32Array([0.1, 0.5, 0.5, 0.5, 0.9, 0.1, 0.9, 0.9]);
  const found = smallestChanges(logistic, x, new Uint8Array([0, 1]), { certainty: 0.75 });
  assert(found.inputs.every((value) => value >= 0 && value <= 1));
  assertEquals(found.inputs[0], 0);
  assertLess(found.sizes[1]!, 1e-3); // it is of that class already
  const never = smallestChanges(logistic, x, new Uint8Array(2), { certainty: 0.9999 });
  assertEquals(never, { inputs: x, sizes: new Float64Array([Infinity, Infinity]) });
});
