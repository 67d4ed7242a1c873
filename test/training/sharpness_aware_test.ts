import { assertAlmostEquals, assertEquals } from "@std/assert";
import { sharpnessAware } from "lib/training/sharpness_aware.ts";

/** ½(3x² + y²), whose gradient at a point is (3x, y). */
const bowl = {
  dim: 2,
  examples: 1,
  loss: ([x, y]: Float32Array) => (3 * x! ** 2 + y! ** 2) / 2,
  gradient(phi: Float32Array, out: Float32Array) {
    out.set([3 * phi[0]!, phi[1]!]);
    return this.loss(phi);
  },
};

Deno.test("sharpnessAware() takes the gradient a distance ρ uphill", () => {
  const phi = new Float32Array([1, 4]);
  const out = new Float32Array(2);
  const loss = sharpnessAware(bowl, 0.5).gradient(phi, out);
  // The gradient (3, 4) has length 5, so the place is (1.3, 4.4).
  assertAlmostEquals(loss, 9.5, 1e-6);
  assertAlmostEquals(out[0]!, 3.9, 1e-6);
  assertAlmostEquals(out[1]!, 4.4, 1e-6);
  assertEquals([...phi], [1, 4]);
});

Deno.test("sharpnessAware() stays at a point without a gradient", () => {
  const out = new Float32Array(2);
  assertEquals(sharpnessAware(bowl, 0.5).gradient(new Float32Array(2), out), 0);
  assertEquals([...out], [0, 0]);
});
