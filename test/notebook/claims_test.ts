import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { AssertionError } from "@std/assert";
import { UserError } from "lib/errors.ts";
import { type Claim, claims, claimsTable, judge } from "lib/notebook/claims.ts";
import { setup } from "lib/notebook/session.ts";

function claim(id: string, holds: boolean | undefined, rest: Partial<Claim> = {}): Claim {
  return { id, statement: `${id} is true.`, measured: "2 s", threshold: "< 3 s", holds, ...rest };
}
const reason = "one seed cannot tell";

Deno.test("judge() gives each claim its verdict and what was expected", () => {
  const list = [
    claim("good", true),
    claim("bad", false),
    claim("declared", false, { expected: "not supported", reason }),
    claim("untested", undefined, { expected: "not tested", reason }),
  ];
  assertEquals(
    judge(list, "standard").map(({ id, verdict, expected }) => [id, verdict, expected]),
    [
      ["good", "supported", "supported"],
      ["bad", "not supported", "supported"],
      ["declared", "not supported", "not supported"],
      ["untested", "not tested", "not tested"],
    ],
  );
});

Deno.test("judge() keeps what was said and measured", () => {
  const { statement, measured, threshold } = claim("good", true);
  assertEquals(judge([claim("good", true)], "paper"), [
    { id: "good", statement, measured, threshold, verdict: "supported", expected: "supported" },
  ]);
});

Deno.test("judge() lets a claim be untested without a declaration at quick scale alone", () => {
  const list = [claim("untested", undefined, { reason })];
  assertEquals(judge(list, "quick")[0]!.expected, "not tested");
  assertEquals(judge(list, "standard")[0]!.expected, "supported");
  assertEquals(judge(list, "paper")[0]!.expected, "supported");
});

Deno.test("judge() does not excuse at quick scale a claim that was tested and failed", () => {
  assertEquals(judge([claim("bad", false, { reason })], "quick")[0]!.expected, "supported");
});

Deno.test("judge() asks for a reason wherever a claim is untested or not expected to hold", () => {
  const without = [
    claim("a", undefined),
    claim("a", undefined, { reason: "" }),
    claim("a", undefined, { expected: "not tested" }),
    claim("a", false, { expected: "not supported" }),
  ];
  for (const claim of without) {
    for (const scale of ["quick", "standard"] as const) {
      assertThrows(() => judge([claim], scale), TypeError, 'The claim "a" needs a reason');
    }
  }
});

Deno.test("judge() refuses two claims with one id", () => {
  const message = 'Two claims have the id "a".';
  assertThrows(() => judge([claim("a", true), claim("a", true)], "quick"), TypeError, message);
});

Deno.test("claimsTable() has a row a claim, with the verdict and the reason", () => {
  const list = judge([
    claim("good", true),
    claim("bad", false, { expected: "not supported", reason: "small data" }),
    claim("untested", undefined, { reason }),
  ], "quick");
  assertEquals(claimsTable(list).split("\n"), [
    "| Claim | Measured | Threshold | Verdict |",
    "|:--|:--|:--|:--|",
    "| good is true. | 2 s | < 3 s | ✓\u00a0supported |",
    "| bad is true. | 2 s | < 3 s | ✗\u00a0not supported: small data |",
    "| untested is true. | 2 s | < 3 s | –\u00a0not tested: one seed cannot tell |",
  ]);
});

Deno.test("claimsTable() keeps a text with a bar or a line break in its cell", () => {
  const odd = claim("norm", true, { measured: "|v| = 1", threshold: "first\nsecond" });
  const row = claimsTable(judge([odd], "standard")).split("\n").at(-1);
  assertEquals(row, "| norm is true. | \\|v\\| = 1 | first second | ✓\u00a0supported |");
});

Deno.test("claims() fails the cell unless every verdict is the declared one", async () => {
  await assertRejects(() => claims([claim("good", true)]), UserError, "not set up");
  await setup({ figure: "20.2", seed: 1, scale: "standard" });
  await claims([
    claim("good", true),
    claim("declared", false, { expected: "not supported", reason }),
  ]);
  const message = "The verdicts differ from the declared ones: ";
  await assertRejects(
    () => claims([claim("good", true), claim("bad", false)]),
    AssertionError,
    message + '"bad" is not supported (declared: supported)',
  );
  await assertRejects(
    () => claims([claim("surprise", true, { expected: "not supported", reason })]),
    AssertionError,
    message + '"surprise" is supported (declared: not supported)',
  );
});
