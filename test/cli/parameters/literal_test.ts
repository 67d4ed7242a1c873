import { assertEquals, assertThrows } from "@std/assert";
import { literal, parseLiteral } from "lib/cli/parameters/literal.ts";

for (
  const [text, value] of [
    ["0.3", 0.3],
    ["-1e-3", -0.001],
    ["10_000", 10000],
    ["Infinity", Infinity],
    ["-Infinity", -Infinity],
    ["true", true],
    ["null", null],
    ["undefined", undefined],
    ["'mse'", "mse"],
    ["[1, [2, 3], []]", [1, [2, 3], []]],
    ['{ "alpha": 8, steps: 15_000, }', { alpha: 8, steps: 15000 }],
  ] as const
) {
  Deno.test(`parseLiteral() reads ${text}, and what literal() writes of it`, () => {
    assertEquals(parseLiteral(text), value);
    assertEquals(parseLiteral(literal(value)), value);
  });
}

for (
  const text of ["", "seed", "d3.range(3)", "1 + 2", "[1, ...x]", "[1,,2]", "{ f() {} }", "!0"]
) {
  Deno.test(`parseLiteral() refuses "${text}", and executes nothing`, () => {
    assertThrows(() => parseLiteral(text), SyntaxError);
  });
}

Deno.test("literal() writes undefined for what has no literal", () => {
  assertEquals(
    literal({ a: () => 1, "b-c": NaN, d: 'é"' }),
    '{ a: undefined, "b-c": undefined, d: "é\\"" }',
  );
});
