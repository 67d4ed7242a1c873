import { assertAlmostEquals, assertEquals } from "@std/assert";
import { differences } from "lib/cli/differences.ts";
import type { JudgedClaim } from "lib/notebook/judge.ts";

function claim(measured: string, more: Partial<JudgedClaim> = {}): JudgedClaim {
  return {
    id: "a",
    kind: "statement",
    statement: "It is so.",
    measured,
    threshold: "> 0",
    verdict: "supported",
    expected: "supported",
    reason: undefined,
    values: undefined,
    ...more,
  };
}

/** How far the measurements of two claims are apart; 0 if they do not differ. */
function apart(one: JudgedClaim, other: JudgedClaim): number {
  return differences([one], [other])[0]?.relative ?? 0;
}

Deno.test("differences() compares the numbers of two measurements", () => {
  assertEquals(apart(claim("1,500 steps"), claim("1,500 steps")), 0);
  assertAlmostEquals(apart(claim("1,500 steps"), claim("1,200 steps")), 0.2);
  assertAlmostEquals(apart(claim("from −2 to 4"), claim("from −1.8 to 4")), 0.1);
  assertEquals(apart(claim("0"), claim("0.5")), 1);
});

Deno.test("differences() prefers values, which have all digits", () => {
  const one = claim("mean 2", { values: [1, 3] });
  assertAlmostEquals(apart(one, claim("mean 2.0", { values: [1, 3.003] })), 0.003 / 3.003);
});

Deno.test("differences() says of other words that they cannot be compared", () => {
  assertEquals(apart(claim("not reached"), claim("200 steps")), Infinity);
  assertEquals(apart(claim("yes"), claim("no")), Infinity);
  assertEquals(apart(claim("1, 2"), claim("1")), Infinity);
});

Deno.test("differences() finds another verdict, and passes over claims that only one run has", () => {
  const other = claim("1", { verdict: "not supported" });
  assertEquals(differences([claim("1")], [other]), [{ id: "a", relative: 0, verdict: true }]);
  assertEquals(differences([claim("1")], [claim("2", { id: "b" })]), []);
});
