import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  barrier,
  bendsOnLine,
  controlPoints,
  curveLosses,
  curvePoint,
  onCurve,
} from "lib/analysis/curve.ts";
import { random } from "lib/random.ts";
import { sgd } from "lib/training/optimizers.ts";
import { train } from "lib/training/train.ts";
import { ring } from "./ring.ts";

const ends = [new Float32Array([-1, 0]), new Float32Array([1, 0])] as const;
const [left, right] = ends;

Deno.test("curvePoint() on a quadratic Bézier curve is its formula", () => {
  const bend = new Float32Array([0.5, 3]);
  for (const t of [0, 0.2, 0.5, 1]) {
    const [x, y] = curvePoint("bezier", [left, bend, right], t);
    assertAlmostEquals(x!, -((1 - t) ** 2) + 2 * t * (1 - t) * 0.5 + t ** 2, 1e-6);
    assertAlmostEquals(y!, 2 * t * (1 - t) * 3, 1e-6);
  }
});

Deno.test("curvePoint() on a cubic Bézier curve follows De Casteljau's construction", () => {
  let points = [left, new Float32Array([0, 2]), new Float32Array([3, -1]), right];
  const found = curvePoint("bezier", points, 0.3);
  while (points.length > 1) {
    points = points.slice(1).map((to, k) => points[k]!.map((x, i) => 0.7 * x + 0.3 * to[i]!));
  }
  found.forEach((x, i) => assertAlmostEquals(x, points[0]![i]!, 1e-6));
});

Deno.test("curvePoint() on a chain passes each point, straight between them", () => {
  const points = [left, new Float32Array([0, 4]), right];
  assertEquals([0, 0.25, 0.5, 1].map((t) => [...curvePoint("chain", points, t)]), [
    [-1, 0],
    [-0.5, 2],
    [0, 4],
    [1, 0],
  ]);
});

Deno.test("bendsOnLine() cuts the line into equal pieces", () => {
  const theta = bendsOnLine(ends, 3);
  assertEquals([...theta], [-0.5, 0, 0, 0, 0.5, 0]);
  assertEquals(controlPoints(ends, theta).length, 5);
});

for (const kind of ["bezier", "chain"] as const) {
  Deno.test(`onCurve() has the gradient of its loss by each bend of a ${kind}`, () => {
    const surface = onCurve(ring, kind, ends, { bends: 2, rng: { uniform: () => 0.4 } });
    const theta = new Float32Array([-0.5, 1, 0.75, 2]);
    const gradient = new Float32Array(4);
    assertAlmostEquals(surface.gradient(theta, gradient), surface.loss(theta), 1e-6);
    theta.forEach((x, i) => {
      const at = (value: number) => surface.loss(theta.with(i, value));
      assertAlmostEquals(gradient[i]!, (at(x + 0.01) - at(x - 0.01)) / 0.02, 2e-3);
    });
  });
}

Deno.test("onCurve() trains a bend so that the curve follows a ring-shaped valley", async () => {
  const theta = new Float32Array([0, 0.5]);
  const surface = onCurve(ring, "bezier", ends, { bends: 1, rng: random(1, "t") });
  await train(surface, theta, sgd({ learningRate: 0.02 }), { steps: 2000 });
  const points = controlPoints(ends, theta);
  assertAlmostEquals(barrier(curveLosses(ring, "chain", ends, 100)), 1, 1e-6);
  assertAlmostEquals(theta[0]!, 0, 0.05);
  assertAlmostEquals(theta[1]!, bestBend(), 0.05);
  assertEquals(barrier(curveLosses(ring, "bezier", points, 100)) < 0.1, true);
});

/** The y of the bend (0, y) that minimizes ∫L(φ(t))dt, by search. */
function bestBend(): number {
  const integral = (y: number) => {
    let sum = 0;
    for (let t = 0.005; t < 1; t += 0.01) {
      sum += ((2 * t - 1) ** 2 + (2 * t * (1 - t) * y) ** 2 - 1) ** 2;
    }
    return sum;
  };
  let best = 1;
  for (let y = 1; y < 3; y += 0.005) if (integral(y) < integral(best)) best = y;
  return best;
}

Deno.test("curveLosses() has positions in shares of the path's length", () => {
  const points = [[0, 0], [3, 0], [3, 1]].map((point) => new Float32Array(point));
  const positions = curveLosses(ring, "chain", points, 4).map(({ position }) => position);
  assertEquals(positions, [0, 0.375, 0.75, 0.875, 1]);
});

Deno.test("barrier() counts from the higher end", () => {
  const path = [1, 5, 2].map((loss, i) => ({ position: i / 2, loss }));
  assertEquals(barrier(path), 3);
});
