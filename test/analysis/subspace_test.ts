import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { denseSubspace, fastfoodSubspace, sparseSubspace } from "lib/analysis/projections.ts";
import { hashSubspace, inSubspace, type Subspace } from "lib/analysis/subspace.ts";
import { createArena } from "lib/compute/memory.ts";
import { UserError } from "lib/errors.ts";
import { mlp } from "lib/models/mlp.ts";
import { random } from "lib/random.ts";
import type { LossSurface } from "lib/surface.ts";

const rng = random(0, "test");
const normals = (length: number) => Float32Array.from({ length }, () => rng.normal());
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

/** Pθ. */
function projected(subspace: Subspace, theta: Float32Array): Float32Array {
  const out = new Float32Array(subspace.ambient).fill(NaN);
  subspace.project(theta, out);
  return out;
}

/** The columns of P. */
function columns(subspace: Subspace): Float32Array[] {
  return Array.from({ length: subspace.dim }, (_, j) => {
    const unit = new Float32Array(subspace.dim);
    unit[j] = 1;
    return projected(subspace, unit);
  });
}

const orthonormal = [hashSubspace, denseSubspace];
const all = [...orthonormal, sparseSubspace, fastfoodSubspace];

for (const make of all) {
  Deno.test(`${make.name}() has ⟨Pu, v⟩ = ⟨u, Pᵀv⟩`, () => {
    for (const [dim, ambient] of [[1, 1], [5, 5], [3, 40], [37, 1003]] as const) {
      const subspace = make(dim, ambient, random(1, "subspace"));
      const [u, v] = [normals(dim), normals(ambient)];
      const adjoint = new Float32Array(dim).fill(NaN);
      subspace.adjoint(v, adjoint);
      assertAlmostEquals(dot(projected(subspace, u), v), dot(u, adjoint), 1e-4);
    }
  });

  Deno.test(`${make.name}() is linear, and its own for each seed`, () => {
    const subspace = make(6, 100, random(1, "subspace"));
    const theta = normals(6);
    const sum = new Float32Array(100);
    columns(subspace).forEach((column, j) => column.forEach((x, i) => sum[i]! += x * theta[j]!));
    projected(subspace, theta).forEach((x, i) => assertAlmostEquals(x, sum[i]!, 1e-5));
    assertEquals(columns(make(6, 100, random(1, "subspace"))), columns(subspace));
    assertEquals(
      columns(make(6, 100, random(2, "subspace")))[0] + "" === columns(subspace)[0] + "",
      false,
    );
  });

  Deno.test(`${make.name}() does the same in the compute memory and elsewhere`, () => {
    const arena = createArena();
    const [dim, ambient] = [5, 1003];
    const subspace = make(dim, ambient, random(1, "subspace"));
    const [theta, g, out] = [normals(dim), normals(ambient), arena.float32(ambient)];
    subspace.project(theta, out);
    assertEquals([...out], [...projected(subspace, theta)]);
    const point = new Float32Array(ambient);
    subspace.moveFrom(g, theta, point);
    out.set(g);
    subspace.moveFrom(out, theta, out);
    assertEquals([...out], [...point]);
    const [here, there] = [new Float32Array(dim), arena.float32(dim)];
    subspace.adjoint(g, here);
    out.set(g);
    subspace.adjoint(out, there);
    assertEquals([...there], [...here]);
    arena.release();
  });

  Deno.test(`${make.name}() moves from a point by Pθ`, () => {
    const subspace = make(37, 1003, random(1, "subspace"));
    const [theta, origin, point] = [normals(37), normals(1003), new Float32Array(1003).fill(NaN)];
    subspace.moveFrom(origin, theta, point);
    projected(subspace, theta).forEach((x, i) =>
      assertAlmostEquals(point[i]!, origin[i]! + x, 1e-6)
    );
  });

  Deno.test(`${make.name}() keeps lengths on average, in all directions`, () => {
    const theta = normals(8);
    const count = 200;
    const power = new Float64Array(100);
    for (let seed = 0; seed < count; seed++) {
      projected(make(8, 100, random(seed, "subspace")), theta)
        .forEach((x, i) => power[i]! += x * x / count);
    }
    const square = dot(theta, theta);
    const total = power.reduce((sum, x) => sum + x, 0);
    // Fastfood's lengths differ most: its 100 numbers a draw are Gaussian, so by 10 %·√2 each.
    assertAlmostEquals(total / square, 1, 4 * 0.15 / Math.sqrt(count));
    // Each parameter gets the same share, 1 %, of which 200 draws tell at least half.
    power.forEach((share, i) => assertAlmostEquals(share / square, 0.01, 0.008, `parameter ${i}`));
  });

  Deno.test(`${make.name}() refuses more dimensions than parameters`, () => {
    const message = "There is no subspace of 20 dimensions in 10.";
    assertThrows(() => make(20, 10, random(0, "subspace")), UserError, message);
    assertThrows(() => make(0, 10, random(0, "subspace")), UserError, "of 0 dimensions");
    assertThrows(() => make(2.5, 10, random(0, "subspace")), UserError, "of 2.5 dimensions");
  });
}

for (const make of orthonormal) {
  Deno.test(`${make.name}() has orthonormal columns`, () => {
    const vectors = columns(make(30, 1001, random(3, "subspace")));
    vectors.forEach((a, i) =>
      vectors.forEach((b, j) => assertAlmostEquals(dot(a, b), Number(i === j), 2e-6))
    );
  });
}

Deno.test("hashSubspace() refuses vectors that it would read or write beyond", () => {
  const subspace = hashSubspace(2, 10, random(0, "subspace"));
  const [theta, short] = [new Float32Array(2), new Float32Array(9)];
  assertThrows(() => subspace.project(theta, short), RangeError, "9 and 10");
  assertThrows(() => subspace.adjoint(short, theta), RangeError, "9 and 10");
  const whole = new Float32Array(10);
  assertThrows(() => subspace.moveFrom(short, theta, whole), RangeError, "9 and 10");
  assertThrows(() => subspace.moveFrom(whole, theta, short), RangeError, "9 and 10");
});

Deno.test("hashSubspace() has one entry a row, of either sign equally often", () => {
  const [dim, ambient] = [7, 5000];
  const vectors = columns(hashSubspace(dim, ambient, random(0, "subspace")));
  for (let i = 0; i < ambient; i++) {
    assertEquals(vectors.filter((column) => column[i] !== 0).length, 1);
  }
  const shares = vectors.map((column) => column.filter((x) => x !== 0).length);
  assertEquals(Math.max(...shares) - Math.min(...shares), 1);
  const positive = vectors.flatMap((column) => [...column]).filter((x) => x > 0).length;
  assertAlmostEquals(positive / ambient, 0.5, 4 * 0.5 / Math.sqrt(ambient));
});

Deno.test("sparseSubspace() has √D entries of size D^(-1/4) a column", () => {
  const vectors = columns(sparseSubspace(20, 900, random(0, "subspace")));
  for (const column of vectors) {
    const entries = column.filter((x) => x !== 0);
    assertEquals(entries.length, 30);
    entries.forEach((x) => assertAlmostEquals(Math.abs(x), 1 / Math.sqrt(30), 1e-6));
  }
});

for (const make of [denseSubspace, fastfoodSubspace]) {
  Deno.test(`${make.name}() has Gaussian entries`, () => {
    const ambient = 4096;
    const entries = columns(make(4, ambient, random(0, "subspace"))).flatMap((
      column,
    ) => [...column]);
    const moment = (k: number) =>
      entries.reduce((sum, x) => sum + (x * Math.sqrt(ambient)) ** k, 0) / entries.length;
    const error = 1 / Math.sqrt(entries.length);
    assertAlmostEquals(moment(1), 0, 4 * error);
    assertAlmostEquals(moment(2), 1, 8 * error);
    // Fastfood's entries are sums of few Gaussian numbers where L is small, all the same Gaussian.
    assertAlmostEquals(moment(4), 3, 16 * Math.sqrt(6) * error);
  });
}

Deno.test("inSubspace() has the gradient of its loss, and the accuracy at φ₀ + Pθ", () => {
  const model = mlp([6, 8, 3], { activation: "tanh" });
  const size = 50;
  const surface = model.surface({
    name: "noise",
    x: normals(size * 6),
    y: Uint8Array.from({ length: size }, () => rng.integer(3)),
    size,
    shape: [6],
    classes: 3,
  });
  const phi0 = model.init(random(0, "init"));
  for (const make of all) {
    const subspace = make(5, model.dim, random(0, "subspace"));
    const inside = inSubspace(surface, phi0, subspace);
    assertEquals([inside.dim, inside.examples], [5, size]);
    const theta = normals(5);
    const phi = new Float32Array(model.dim);
    subspace.moveFrom(phi0, theta, phi);
    const batch = new Uint32Array([3, 1, 4, 15, 9]);
    assertEquals(inside.loss(theta, batch), surface.loss(phi, batch));
    assertEquals(inside.evaluate(theta), surface.evaluate(phi));
    assertEquals(inside.accuracy(theta), surface.accuracy(phi));
    const gradient = new Float32Array(5);
    assertEquals(inside.gradient(theta, gradient, batch), surface.loss(phi, batch));
    const step = 0.02;
    gradient.forEach((slope, j) => {
      const at = (sign: number) =>
        inside.loss(theta.map((x, k) => k === j ? x + sign * step : x), batch);
      assertAlmostEquals((at(1) - at(-1)) / (2 * step), slope, 1e-3);
    });
  }
});

/** ½φᵀAφ for a symmetric A, whose Hessian is A. */
function quadratic(a: number[][]): LossSurface {
  const times = (v: Float32Array, out: Float32Array) =>
    out.set(a.map((row) => row.reduce((sum, x, j) => sum + x * v[j]!, 0)));
  const gradient = (phi: Float32Array, out: Float32Array) => {
    times(phi, out);
    return dot(phi, out) / 2;
  };
  return {
    dim: a.length,
    examples: 1,
    loss: (phi) => gradient(phi, new Float32Array(a.length)),
    gradient,
    hvp: (_phi, v, out) => times(v, out),
    projectedHessian(_phi, directions) {
      const hessian = new Float64Array(directions.length ** 2);
      const out = new Float32Array(a.length);
      directions.forEach((v, i) => {
        times(v, out);
        directions.forEach((u, j) => hessian[i * directions.length + j] = dot(u, out));
      });
      return { hessian, gaussNewton: hessian, residual: hessian };
    },
  };
}

Deno.test("inSubspace() has the Hessian PᵀHP", () => {
  const n = 12;
  const a = Array.from(
    { length: n },
    (_, i) => Array.from({ length: n }, (_, j) => Math.cos(i + j) + (i === j ? i : 0)),
  );
  const subspace = denseSubspace(3, n, random(0, "subspace"));
  const inside = inSubspace(quadratic(a), normals(n), subspace);
  const vectors = columns(subspace);
  const expected = vectors.map((p) =>
    vectors.map((q) => a.reduce((sum, row, i) => sum + p[i]! * dot(Float32Array.from(row), q), 0))
  );
  const unit = (j: number) => Float32Array.from({ length: 3 }, (_, k) => Number(k === j));
  const theta = normals(3);
  const out = new Float32Array(3);
  const { hessian } = inside.projectedHessian!(theta, [0, 1, 2].map(unit));
  for (let j = 0; j < 3; j++) {
    inside.hvp!(theta, unit(j), out);
    for (let i = 0; i < 3; i++) {
      assertAlmostEquals(out[i]!, expected[i]![j]!, 1e-4);
      assertAlmostEquals(hessian[i * 3 + j]!, expected[i]![j]!, 1e-4);
    }
  }
});

Deno.test("inSubspace() keeps φ₀, and has only the derivatives that the surface has", () => {
  const { hvp: _, projectedHessian: __, ...surface } = quadratic([[2, 0], [0, 4]]);
  const phi0 = new Float32Array([1, 1]);
  const inside = inSubspace(surface, phi0, hashSubspace(1, 2, random(0, "subspace")));
  phi0.fill(7);
  assertEquals(inside.loss(new Float32Array(1)), 3);
  assertEquals("hvp" in inside || "projectedHessian" in inside || "evaluate" in inside, false);
});

Deno.test("inSubspace() refuses what does not fit the surface", () => {
  const surface = quadratic([[1, 0], [0, 1]]);
  const subspace = hashSubspace(1, 2, random(0, "subspace"));
  const refuse = (phi0: Float32Array, subspace: Subspace) =>
    assertThrows(() => inSubspace(surface, phi0, subspace), UserError, "surface of 2.");
  refuse(new Float32Array(3), subspace);
  refuse(new Float32Array(2), hashSubspace(1, 3, random(0, "subspace")));
});
