import { assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { UserError } from "lib/errors.ts";
import { numpyRandom, random } from "lib/random.ts";
import fixture from "./datasets/fixtures/random.json" with { type: "json" };

const times = <T>(n: number, draw: () => T): T[] => Array.from({ length: n }, draw);

for (const numpy of fixture) {
  const seed = Array.isArray(numpy.seed) && numpy.seed.length > 2 ? "700 words" : numpy.seed;
  Deno.test(`numpyRandom() repeats NumPy's RandomState with seed ${seed}`, () => {
    const rng = numpyRandom(numpy.seed);
    assertEquals(times(5, rng.uniform), numpy.uniform);
    for (const z of numpy.normal) assertAlmostEquals(rng.normal(), z, 1e-14);
    for (const [n, drawn] of Object.entries(numpy.integer)) {
      assertEquals(times(5, () => rng.integer(Number(n))), drawn);
    }
    assertEquals([...rng.permutation(1000)], numpy.permutation);
    for (const z of numpy.normalAfter) assertAlmostEquals(rng.normal(), z, 1e-14);
  });

  Deno.test(`numpyRandom() is where NumPy is after 100,000 draws with seed ${seed}`, () => {
    const rng = numpyRandom(numpy.seed);
    times(100_000, rng.uniform);
    assertEquals(rng.uniform(), numpy.uniformAfter100000);
  });
}

Deno.test("random() is RandomState of the seed and the hash of the purpose", () => {
  const numpy = fixture.find(({ seed }) => Array.isArray(seed) && seed[0] === 42)!;
  assertEquals(times(5, random(42, "init").uniform), numpy.uniform);
});

Deno.test("random() gives each seed and each purpose a stream of its own", () => {
  const first = times(5, random(1, "init").uniform);
  assertNotEquals(first, times(5, random(2, "init").uniform));
  assertNotEquals(first, times(5, random(1, "order").uniform));
});

Deno.test("numpyRandom() refuses a seed that is no integer in [0, 2³²)", () => {
  for (const seed of [-1, 0.5, NaN, 2 ** 32, [], [1, -1]]) {
    assertThrows(() => numpyRandom(seed), UserError, "A seed cannot be");
  }
});

Deno.test("integer() refuses an empty range", () => {
  for (const n of [0, -3, 1.5, 2 ** 32 + 1]) {
    assertThrows(() => numpyRandom(1).integer(n), RangeError);
  }
});
