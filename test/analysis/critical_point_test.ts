import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { criticalPoint, saddleFreeNewton } from "lib/analysis/critical_point.ts";
import { hessianIndex } from "lib/analysis/hessian_index.ts";
import { mlp64 } from "lib/models/mlp64.ts";
import { random } from "lib/random.ts";
import type { SmoothFunction } from "lib/surface.ts";
import { quadratic } from "./quadratic.ts";

/** The monkey saddle x³ − 3xy² plus c (x² + y²): at c = 0 its Hessian vanishes at 0. */
function monkeySaddle(c: number): SmoothFunction {
  const f: SmoothFunction = {
    dim: 2,
    gradient([x = 0, y = 0], out) {
      out.set([3 * x * x - 3 * y * y + 2 * c * x, -6 * x * y + 2 * c * y]);
      return x ** 3 - 3 * x * y * y + c * (x * x + y * y);
    },
    hessian(phi, gradient, out) {
      const [x, y] = [phi[0]!, phi[1]!];
      out.set([6 * x + 2 * c, -6 * y, -6 * y, -6 * x + 2 * c]);
      return f.gradient(phi, gradient);
    },
  };
  return f;
}

/** x³/3 + x: its gradient, x² + 1, is smallest at 0, where it is 1. */
const noCriticalPoint: SmoothFunction = {
  dim: 1,
  gradient([x = 0], out) {
    out[0] = x * x + 1;
    return x ** 3 / 3 + x;
  },
  hessian(phi, gradient, out) {
    out[0] = 2 * phi[0]!;
    return noCriticalPoint.gradient(phi, gradient);
  },
};

Deno.test("criticalPoint() finds the only critical point of a quadratic function, at any index", () => {
  for (const curvatures of [[1, 2, 7], [-1, 2, 7], [-1, -2, 7], [-1, -2, -7]]) {
    const found = criticalPoint(quadratic(curvatures), new Float64Array([3, -1, 2]));
    assert(found.converged);
    for (const x of found.point) assertAlmostEquals(x, 0, 1e-9);
    assertLess(found.gradientNorm, 1e-10);
  }
});

Deno.test("criticalPoint() converges at a degenerate saddle, where Newton's method is slow", () => {
  const found = criticalPoint(monkeySaddle(0), new Float64Array([0.6, 0.5]), { tolerance: 1e-8 });
  assert(found.converged);
  // ‖∇f‖ = 3‖x‖², so the distance is known from it.
  assertAlmostEquals(3 * found.point.reduce((sum, x) => sum + x * x, 0), found.gradientNorm, 1e-20);
});

Deno.test("criticalPoint() finds the critical points of a monkey saddle that is split up", () => {
  // ∇f = 0 at 0, a minimum, and at distance 2c/3, three saddle points at angles of 120°.
  const f = monkeySaddle(0.3);
  const kinds = new Map<string, number>();
  for (let i = 0; i < 12; i++) {
    const angle = i * Math.PI / 6;
    const radius = i % 2 === 0 ? 0.25 : 0.05;
    const start = new Float64Array([Math.cos(angle), Math.sin(angle)].map((x) => x * radius));
    const { point, converged } = criticalPoint(f, start);
    if (converged) {
      kinds.set(
        [...point].map((x) => Math.abs(x).toFixed(6)).join(),
        hessianIndex(f, point).negative,
      );
    }
  }
  assertEquals(kinds.get("0.000000,0.000000"), 0);
  assertEquals(kinds.get("0.200000,0.000000"), 1);
  assertEquals(kinds.get("0.100000,0.173205"), 1);
});

Deno.test("criticalPoint() says so where the gradient has a minimum that is not 0", () => {
  const found = criticalPoint(noCriticalPoint, new Float64Array([0.7]));
  assertEquals(found.converged, false);
  assertAlmostEquals(found.gradientNorm, 1, 1e-6);
});

Deno.test("criticalPoint() takes no more steps than asked, and leaves the start as it is", () => {
  const start = new Float64Array([0.6, 0.5]);
  const seen: number[] = [];
  const onStep = (step: number, _point: Float64Array, _value: number, gradientNorm: number) => {
    assertEquals(seen.length, step);
    seen.push(gradientNorm);
  };
  const found = criticalPoint(monkeySaddle(0), start, { maxIterations: 3, onStep });
  assertEquals([found.iterations, found.converged, seen.length], [3, false, 4]);
  assertEquals([...start], [0.6, 0.5]);
  assert(seen.every((norm, i) => i === 0 || norm < seen[i - 1]!));
});

Deno.test("saddleFreeNewton() leaves a saddle point that Newton's method goes to", () => {
  // From the exact ridge x = 0 aside, it falls to one of the minima of −cos x − cos y.
  const f: SmoothFunction = {
    dim: 2,
    gradient(phi, out) {
      out.set(phi.map(Math.sin));
      return -Math.cos(phi[0]!) - Math.cos(phi[1]!);
    },
    hessian(phi, gradient, out) {
      out.set([Math.cos(phi[0]!), 0, 0, Math.cos(phi[1]!)]);
      return f.gradient(phi, gradient);
    },
  };
  const start = new Float64Array([3, 0.2]);
  assertAlmostEquals(hessianIndex(f, criticalPoint(f, start).point).fraction, 0.5);
  const { point, value, converged } = saddleFreeNewton(f, start, { tolerance: 1e-7 });
  assert(converged);
  assertAlmostEquals(value, -2);
  for (const x of point) assertAlmostEquals(Math.sin(x), 0, 1e-6);
});

Deno.test("saddleFreeNewton() lowers a network's loss at each step, below gradient descent's", () => {
  const rng = random(0, "data");
  const x = Float32Array.from({ length: 40 }, () => rng.normal());
  const y = Uint8Array.from({ length: 20 }, () => rng.integer(2));
  const net = mlp64([2, 4, 2], { activation: "tanh" });
  const f = net.surface({ name: "test", x, y, size: 20, shape: [2], classes: 2 });
  const start = Float64Array.from({ length: net.dim }, () => 0.3 * rng.normal());
  const losses: number[] = [];
  const found = saddleFreeNewton(f, start, {
    maxIterations: 25,
    onStep: (_step, _point, value) => void losses.push(value),
  });
  assert(losses.every((loss, i) => i === 0 || loss < losses[i - 1]!));
  const gradient = new Float64Array(net.dim);
  const phi = start.slice();
  for (let i = 0; i < 250; i++) {
    f.gradient(phi, gradient);
    phi.forEach((value, j) => phi[j] = value - 0.3 * gradient[j]!);
  }
  assertLess(found.value, f.gradient(phi, gradient));
});
