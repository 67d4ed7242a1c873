import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { combine, distance, dot, norm, removePart, squareAndDot } from "lib/compute/vectors.ts";
import { createArena } from "lib/compute/memory.ts";
import { random } from "lib/random.ts";

Deno.test("norm() sums in double precision", () => {
  // In single precision the sum of the squares would stop at 2²⁴.
  assertEquals(norm(new Float32Array(2 ** 25).fill(1)), 2 ** 12.5);
  assertEquals(norm(new Float32Array(0)), 0);
});

Deno.test("distance() is the norm of the difference, and knows the law of cosines", () => {
  const [a, b] = [new Float32Array([1, 2, -2]), new Float32Array([4, -1, 0])];
  const inner = 1 * 4 + 2 * -1 + -2 * 0;
  assertAlmostEquals(distance(a, b) ** 2, norm(a) ** 2 + norm(b) ** 2 - 2 * inner, 1e-12);
  assertEquals(distance(a, a), 0);
});

Deno.test("vectors of different length are refused", () => {
  const [two, three] = [new Float32Array(2), new Float32Array(3)];
  for (
    const use of [
      distance,
      dot,
      squareAndDot,
      (a: Float32Array, b: Float32Array) => combine(a, b, 1, 1),
    ]
  ) {
    assertThrows(() => use(two, three), RangeError, "differ in length: 2 and 3");
  }
});

const rng = random(0, "vectors");
const vectors = Array.from(
  { length: 2 },
  () => Float32Array.from({ length: 23 }, () => rng.normal()),
);

Deno.test("dot() and combine() do the same in the compute memory and elsewhere, at any length", () => {
  const arena = createArena();
  const resident = vectors.map((vector) => {
    const copy = arena.float32(40);
    copy.set(vector, 3);
    return copy;
  });
  for (let length = 0; length <= 23; length++) {
    const [a, b] = vectors.map((vector) => vector.slice(0, length)) as [Float32Array, Float32Array];
    const [x, y] = resident.map((vector) => vector.subarray(3, 3 + length)) as [
      Float32Array,
      Float32Array,
    ];
    const expected = a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    assertAlmostEquals(dot(a, b), expected, 1e-13);
    assertAlmostEquals(dot(x, y), expected, 1e-13);
    assertEquals(dot(x, b), dot(a, b));
    assertEquals(squareAndDot(x, y), { square: dot(x, x), dot: dot(x, y) });
    assertEquals(squareAndDot(a, b), { square: dot(a, a), dot: dot(a, b) });
    combine(x, y, 0.3, -7);
    assertEquals([...x], [...a.map((value, i) => 0.3 * value - 7 * b[i]!)]);
    assertEquals(y, b); // left as it is, as is what stands around both
    assertEquals([resident[0]![2], resident[0]![3 + length]], [0, vectors[0]![length] ?? 0]);
    combine(a, b, 0.3, -7);
    assertEquals([...x], [...a]);
    x.set(vectors[0]!.subarray(0, length));
  }
  arena.release();
});

Deno.test("removePart() leaves what is orthogonal to the direction", () => {
  const [vector, direction] = vectors.map((vector) => vector.slice()) as [
    Float32Array,
    Float32Array,
  ];
  removePart(vector, direction);
  assertAlmostEquals(dot(vector, direction), 0, 1e-6);
  assertAlmostEquals(
    distance(vector, vectors[0]!) * norm(direction),
    Math.abs(dot(vectors[0]!, direction)),
    1e-5,
  );
});
