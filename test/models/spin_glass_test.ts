import { assert, assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import { criticalPoint } from "lib/analysis/critical_point.ts";
import { hessianIndex } from "lib/analysis/hessian_index.ts";
import { mean, pearson } from "lib/analysis/correlation.ts";
import { semicircleBelow } from "lib/analysis/curvature.ts";
import { dot } from "lib/compute/vectors.ts";
import { UserError } from "lib/errors.ts";
import { spinGlass } from "lib/models/spin_glass.ts";
import { random } from "lib/random.ts";

const glass = spinGlass(7, random(0, "data"));
const points = [0, 1, 2].map((seed) => glass.randomPoint(random(seed, "start")));
const unit = (i: number, length: number): Float64Array =>
  new Float64Array(glass.dim).fill(length, i, i + 1);

Deno.test("spinGlass() is the sum over its couplings, of norm N on the sphere", () => {
  const [n, rng] = [3, random(5, "data")];
  const couplings = Float64Array.from({ length: n ** 3 }, () => rng.normal());
  const s = spinGlass(n, random(5, "data")).randomPoint(random(0, "start"));
  assertAlmostEquals(dot(s, s), n);
  let sum = 0;
  couplings.forEach((j, at) => {
    sum += j * s[Math.floor(at / n / n)]! * s[Math.floor(at / n) % n]! * s[at % n]! / n;
  });
  assertAlmostEquals(spinGlass(n, random(5, "data")).gradient(s, new Float64Array(n - 1)), sum);
});

Deno.test("move() goes along the sphere, by the length of a short step, in each direction alike", () => {
  for (const s of points) {
    for (let i = 0; i < glass.dim; i++) {
      const moved = glass.move!(s, unit(i, 1e-4));
      const way = moved.map((x, k) => x - s[k]!);
      assertAlmostEquals(dot(moved, moved), 7);
      assertAlmostEquals(Math.sqrt(dot(way, way)), 1e-4, 1e-11);
      const other = glass.move!(s, unit((i + 1) % glass.dim, 1e-4)).map((x, k) => x - s[k]!);
      assertAlmostEquals(dot(way, other), 0, 1e-14);
    }
  }
});

Deno.test("gradient() and hessian() are the differences of the energy along the sphere", () => {
  const gradient = new Float64Array(glass.dim);
  const [hessian, scratch] = [new Float64Array(glass.dim ** 2), new Float64Array(glass.dim)];
  for (const s of points) {
    const energy = (step: Float64Array) => glass.gradient(glass.move!(s, step), scratch);
    assertAlmostEquals(glass.hessian(s, gradient, hessian), energy(new Float64Array(glass.dim)));
    const h = 1e-4;
    for (let i = 0; i < glass.dim; i++) {
      const [up, down] = [energy(unit(i, h)), energy(unit(i, -h))];
      assertAlmostEquals(gradient[i]!, (up - down) / (2 * h), 1e-6);
      for (let j = 0; j < glass.dim; j++) {
        const corner = (a: number, b: number) =>
          energy(unit(i, a * h).map((x, k) => x + unit(j, b * h)[k]!));
        const difference = corner(1, 1) - corner(1, -1) - corner(-1, 1) + corner(-1, -1);
        assertAlmostEquals(hessian[i * glass.dim + j]!, difference / (4 * h * h), 1e-5);
      }
    }
  }
});

Deno.test("spinGlass() is a cubic form, so its slope out of the sphere is 3H/N (Euler's identity)", () => {
  const slope = new Float64Array(glass.dim);
  for (const s of points) {
    const energy = glass.gradient(s, slope);
    assertAlmostEquals(glass.gradient(s.map((x) => 1.1 * x), slope), 1.1 ** 3 * energy);
    const outwards = (c: number) => glass.gradient(s.map((x) => (1 + c) * x), slope);
    assertAlmostEquals((outwards(1e-4) - outwards(-1e-4)) / 2e-4, 3 * energy, 1e-6);
    // At the opposite point everything changes its sign.
    const forward = hessianIndex(glass, s).eigenvalues;
    const opposite = hessianIndex(glass, s.map((x) => -x)).eigenvalues;
    forward.forEach((x, i) => assertAlmostEquals(x, -opposite.at(-1 - i)!, 1e-10));
  }
});

Deno.test("critical points of spinGlass() have the index that the semicircle law gives", () => {
  const rng = random(1, "start");
  const found: { energy: number; fraction: number; spectrum: number }[] = [];
  for (let draw = 0; draw < 4; draw++) {
    const glass = spinGlass(20, random(draw, "data"));
    for (let start = 0; start < 20; start++) {
      const { point, converged } = criticalPoint(glass, glass.randomPoint(rng));
      if (!converged) continue;
      const { value, fraction, eigenvalues } = hessianIndex(glass, point);
      const center = mean([...eigenvalues]);
      const energy = value / 20;
      const spectrum = Math.sqrt(mean([...eigenvalues].map((x) => (x - center) ** 2)));
      found.push({ energy, fraction, spectrum });
    }
  }
  assert(found.length > 20);
  const errors = found.map(({ energy, fraction }) =>
    fraction - semicircleBelow(3 * energy / (2 * Math.sqrt(6)))
  );
  assertLess(Math.sqrt(mean(errors.map((x) => x * x))), 0.05);
  assert(pearson(found.map((p) => p.energy), found.map((p) => p.fraction)) > 0.9);
  assertAlmostEquals(mean(found.map((p) => p.spectrum)), Math.sqrt(6), 0.15);
});

Deno.test("spinGlass() draws the same model again, and needs two spins", () => {
  const again = spinGlass(7, random(0, "data"));
  const gradient = new Float64Array(6);
  const energy = glass.gradient(points[0]!, gradient);
  assertEquals(again.gradient(points[0]!, new Float64Array(6)), energy);
  assertThrows(() => spinGlass(1, random(0, "data")), UserError, "at least 2");
});
