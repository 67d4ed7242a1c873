import { assert, assertEquals } from "@std/assert";
import { compact, expand } from "lib/notebook/compact.ts";
import { decode, encode } from "lib/sweep/encoding.ts";

/** A value after it was stored and read again. */
function stored(value: unknown): unknown {
  return expand(decode(encode(compact(value))));
}

Deno.test("the compact form gives lists, rows and what is in them back as they were", () => {
  const values = [
    [],
    {},
    [{}],
    [{}, {}],
    [{ a: 1 }],
    [{ a: 1, b: "x" }, { a: -0, b: "~y" }],
    [{ a: NaN, b: undefined }, { a: -Infinity, b: 2 ** 40 + 1 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }],
    [{ a: 1 }, null],
    [[{ a: 1 }, { a: 2 }], [{ a: 3 }, { a: 4 }]],
    [{ rows: [{ a: true }, { a: false }] }, { rows: [] }],
    [{ phi: new Float32Array([0.1, 2]) }, { phi: new Float32Array(0) }],
  ];
  for (const value of values) assertEquals(stored(value), value, JSON.stringify(value));
});

Deno.test("the compact form keeps numbers of single precision, and nine digits of others", () => {
  for (const number of [0.1, 1e-30, -3.4e38, 1 / 3, 16777217.5, Math.PI]) {
    assertEquals(Math.fround(stored(Math.fround(number)) as number), Math.fround(number));
    const back = stored([{ number }, { number }]) as { number: number }[];
    assert(Math.abs(back[1]!.number / number - 1) < 1e-8);
  }
});
