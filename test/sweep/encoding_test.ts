import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { UserError } from "lib/errors.ts";
import { canonical, decode, encode } from "lib/sweep/encoding.ts";

Deno.test("decode() gives back numbers, strings and typed arrays as encode() got them", () => {
  const value = {
    numbers: [0.1, -0, NaN, Infinity, -Infinity, Number.MIN_VALUE, 2 ** 53],
    strings: ["", "NaN", "~", "~~", "~number:NaN", "é\u0000"],
    others: [null, true, undefined, { missing: undefined }],
    float32: new Float32Array([1.5, NaN, -0, Infinity]),
    float64: new Float64Array([Math.PI]),
    bytes: new Uint8Array([0, 255]),
    // A view into the middle of its buffer.
    indices: new Uint32Array([1, 2, 3, 4]).subarray(1, 3),
    empty: new Int16Array(0),
  };
  assertEquals(decode(encode(value)), value);
});

Deno.test("encode() keeps the order of keys and canonical() sorts them", () => {
  const value = { b: 1, a: { d: 1, c: 2 } };
  assertEquals(encode(value), '{"b":1,"a":{"d":1,"c":2}}');
  assertEquals(canonical(value), '{"a":{"c":2,"d":1},"b":1}');
});

Deno.test("canonical() tells arrays of different types apart", () => {
  assertNotEquals(canonical(new Float32Array([1])), canonical(new Int32Array([1])));
  assertNotEquals(canonical(new Uint8Array([1])), canonical([1]));
});

Deno.test("encode() refuses what it could not give back", () => {
  for (const value of [new Map(), new Date(0), () => 1, 1n, Symbol("s"), new Error("e")]) {
    assertThrows(() => encode([{ value }]), UserError, "cannot be stored");
  }
  assertThrows(() => encode(new Map()), UserError, "A value of kind Map");
});

Deno.test("encode() refuses what contains itself, and takes what is there twice", () => {
  const around: unknown[] = [1];
  around.push({ inside: around });
  assertThrows(() => encode(around), UserError, "A value that contains itself cannot be stored.");
  assertThrows(() => canonical({ around }), UserError, "contains itself");
  const shared = { a: [1] };
  assertEquals(decode(encode([shared, shared, { shared }])), [shared, shared, { shared }]);
});

Deno.test("decode() throws if the text was cut off", () => {
  const text = encode({ phi: new Float32Array([1, 2, 3]), loss: 2 });
  for (let length = 0; length < text.length; length++) {
    assertThrows(() => decode(text.slice(0, length)), SyntaxError);
  }
});
