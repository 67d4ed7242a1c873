import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { barrier, curveLosses } from "lib/analysis/curve.ts";
import { autoNeb } from "lib/analysis/neb.ts";
import { norm } from "lib/compute/vectors.ts";
import type { LossSurface } from "lib/surface.ts";
import { sgd } from "lib/training/optimizers.ts";
import { ring } from "./ring.ts";

const point = (x: number, y: number) => new Float32Array([x, y]);
const cycle = (steps: number, learningRate = 0.05) => ({ steps, optimizer: sgd({ learningRate }) });

Deno.test("autoNeb() follows a ring-shaped valley, inserting pivots until the path is round", async () => {
  const chain = [point(-1, 0), point(0, 0.2), point(1, 0)];
  const cycles = Array.from({ length: 5 }, () => cycle(100));
  const path = await autoNeb(ring, chain, cycles, { most: 2, tolerance: 0.1 });
  assert(path.length > 5);
  for (const pivot of path) assertAlmostEquals(norm(pivot), 1, 1e-3);
  assert(barrier(curveLosses(ring, "chain", path, 20 * (path.length - 1))) < 0.1);
  assertEquals(chain.map((p) => [...p]), [[-1, 0], [0, 0.20000000298023224], [1, 0]]);
});

Deno.test("autoNeb() leaves pivots in a straight valley where they are along it", async () => {
  // The valley y = 0 descends with x; without the part along the chain, pivots keep their x.
  const valley: LossSurface = {
    dim: 2,
    examples: 1,
    loss: ([x, y]) => y! ** 2 - x!,
    gradient([x, y], out) {
      out.set([-1, 2 * y!]);
      return y! ** 2 - x!;
    },
  };
  const chain = [point(0, 0), point(0.3, 0), point(1, 0)];
  const [, pivot] = await autoNeb(valley, chain, [cycle(50)]);
  assertAlmostEquals(pivot![0]!, 0.3, 1e-6);
  assertAlmostEquals(pivot![1]!, 0, 1e-6);
});

/** A valley along y = 0 with a narrow bump of height 1 at x = 0.7. */
const bump: LossSurface = {
  dim: 2,
  examples: 1,
  loss: ([x, y]) => 0.1 * y! ** 2 + Math.exp(-200 * (x! - 0.7) ** 2 - y! ** 2),
  gradient([x, y], out) {
    const height = Math.exp(-200 * (x! - 0.7) ** 2 - y! ** 2);
    out.set([-400 * (x! - 0.7) * height, 0.2 * y! - 2 * y! * height]);
    return 0.1 * y! ** 2 + height;
  },
};

Deno.test("autoNeb() sees a bump between pivots and puts a pivot on its top", async () => {
  const chain = [point(0, 0), point(0.45, 0), point(1, 0.02)];
  const pivots = chain.map((pivot) => bump.loss(pivot));
  assert(Math.max(...pivots) < 0.01, "the pivots do not show the bump");
  const seen: number[][] = [];
  const onCycle = (path: readonly Float32Array[]) => void seen.push(path.map(([x]) => x!));
  await autoNeb(bump, chain, [cycle(1), cycle(1)], { parts: 11, onCycle });
  assertEquals(seen.map((xs) => xs.length), [4, 4]);
  assertAlmostEquals(seen[0]![2]!, 0.7, 1e-3);
});

Deno.test("autoNeb() inserts nothing where the loss is a straight line between pivots", async () => {
  const slope: LossSurface = {
    dim: 2,
    examples: 1,
    loss: ([x]) => x!,
    gradient([x], out) {
      out.set([1, 0]);
      return x!;
    },
  };
  const chain = [point(0, 0), point(0.5, 0), point(1, 0)];
  assertEquals((await autoNeb(slope, chain, [cycle(2), cycle(2)])).length, 3);
});
