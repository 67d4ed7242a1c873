import { assertAlmostEquals, assertLess } from "@std/assert";
import { sharpness, signSharpness } from "lib/analysis/sharpness.ts";
import { random } from "lib/random.ts";
import type { LossSurface } from "lib/surface.ts";

const dim = 50;
const minimum = Float32Array.from({ length: dim }, (_, i) => Math.sin(i) * 3);
const widths = [...minimum].map((x) => Math.abs(x) + 1);
const rng = () => random(1, "start");

/** 0.25 + ½ Σ aᵢ (φᵢ − mᵢ)². */
function bowl(a: readonly number[]): LossSurface {
  const loss = (phi: Float32Array) =>
    phi.reduce((sum, x, i) => sum + 0.5 * a[i]! * (x - minimum[i]!) ** 2, 0.25);
  return {
    dim,
    examples: 1,
    loss,
    gradient(phi, out) {
      for (let i = 0; i < dim; i++) out[i] = a[i]! * (phi[i]! - minimum[i]!);
      return loss(phi);
    },
  };
}

Deno.test("sharpness() of a bowl is that of the farthest corner of the box", () => {
  const a = widths.map((_, i) => 1 + i % 7 * 30);
  for (const epsilon of [1e-3, 1e-2]) {
    const rise = widths.reduce((sum, w, i) => sum + 0.5 * a[i]! * (epsilon * w) ** 2, 0);
    const found = sharpness(bowl(a), minimum, { epsilon, rng: rng() });
    assertAlmostEquals(found / (100 * rise / 1.25), 1, 1e-2);
  }
});

Deno.test("sharpness() finds the corner along one steep direction among flat ones", () => {
  const c = widths.map((_, i) => Math.cos(3 * i));
  const along = (phi: Float32Array) =>
    phi.reduce((sum, x, i) => sum + c[i]! * (x - minimum[i]!), 0);
  const trench: LossSurface = {
    dim,
    examples: 1,
    loss: (phi) => 0.5 * along(phi) ** 2,
    gradient(phi, out) {
      const t = along(phi);
      for (let i = 0; i < dim; i++) out[i] = t * c[i]!;
      return 0.5 * t ** 2;
    },
  };
  const epsilon = 1e-2;
  const rise = 0.5 * (epsilon * widths.reduce((sum, w, i) => sum + w * Math.abs(c[i]!), 0)) ** 2;
  assertAlmostEquals(sharpness(trench, minimum, { epsilon, rng: rng() }) / (100 * rise), 1, 1e-3);
  const beside = minimum.map((x, i) => i === 0 ? x + 1e-6 : x);
  assertAlmostEquals(signSharpness(trench, beside, { epsilon }) / (100 * rise), 1, 1e-3);
});

Deno.test("signSharpness() of a bowl beside its minimum goes to the farther side", () => {
  const a = widths.map((_, i) => 2 + i);
  const [epsilon, beside] = [1e-2, minimum.map((x, i) => x + (i % 2 ? 1e-4 : -1e-4))];
  const loss = bowl(a).loss(beside);
  const highest = widths.reduce((sum, _, i) => {
    const width = Math.abs(beside[i]!) + 1;
    return sum + 0.5 * a[i]! * (1e-4 + epsilon * width) ** 2;
  }, 0.25);
  const found = signSharpness(bowl(a), beside, { epsilon });
  assertAlmostEquals(found / (100 * (highest - loss) / (1 + loss)), 1, 1e-3);
});

Deno.test("both kinds of sharpness are lower bounds, and 0 where the loss does not rise", () => {
  const hill = bowl(widths.map(() => -5));
  assertAlmostEquals(signSharpness(hill, minimum), 0, 1e-4);
  assertLess(sharpness(hill, minimum, { rng: rng() }), 1e-3);
});
