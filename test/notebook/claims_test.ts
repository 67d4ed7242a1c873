import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { UserError } from "lib/errors.ts";
import { claims, claimsTable, surprise } from "lib/notebook/claims.ts";
import { type Claim, judge, lacksInterval } from "lib/notebook/judge.ts";
import { setup } from "lib/notebook/session.ts";

function claim(id: string, holds: boolean, rest: Partial<Claim> = {}): Claim {
  return {
    id,
    kind: "statement",
    statement: `${id} is true.`,
    measured: "2 s",
    threshold: "< 3 s",
    holds: () => holds,
    ...rest,
  };
}
const declared = { expected: "not supported", reason: "small data" } as const;
const untested = "one seed cannot tell";

/** Id, verdict and expected verdict of each claim. */
function verdicts(list: readonly Claim[], scale: "quick" | "standard" | "paper"): string[][] {
  return judge(list, scale, untested).map(({ id, verdict, expected }) => [id, verdict, expected]);
}

Deno.test("judge() gives each claim its verdict and what was expected", () => {
  const list = [claim("good", true), claim("bad", false), claim("declared", false, declared)];
  assertEquals(verdicts(list, "standard"), [
    ["good", "supported", "supported"],
    ["bad", "not supported", "supported"],
    ["declared", "not supported", "not supported"],
  ]);
});

Deno.test("judge() tests statements and controls at standard and paper scale, checks at all", () => {
  const list = [
    claim("statement", false),
    claim("control", true, { kind: "control" }),
    claim("check", false, { kind: "check" }),
    claim("standard", true, { scales: ["standard"] }),
    claim("always", true, { scales: "all" }),
  ];
  const shown = (scale: "quick" | "paper") =>
    verdicts(list, scale).map(([id, verdict]) => `${id} ${verdict}`);
  assertEquals(shown("quick"), [
    "statement not tested",
    "control not tested",
    "check not supported",
    "standard not tested",
    "always supported",
  ]);
  assertEquals(shown("paper"), [
    "statement not supported",
    "control supported",
    "check not supported",
    "standard not tested",
    "always supported",
  ]);
});

Deno.test("judge() tests nothing, and computes nothing, where parameters were changed", () => {
  const list = [claim("a", true), claim("b", false, { kind: "check", scales: "all" })]
    .map((some) => ({
      ...some,
      holds: () => {
        throw new Error("computed");
      },
    }));
  for (const scale of ["quick", "standard", "paper"] as const) {
    const judged = judge(list, scale, untested, true);
    assertEquals(judged.map(({ verdict, expected, reason }) => [verdict, expected, reason]), [
      ["not tested", "not tested", "parameters were changed"],
      ["not tested", "not tested", "parameters were changed"],
    ]);
  }
});

Deno.test("judge() does not compute what the scale cannot tell, and says why", () => {
  const failing = claim("a", true, {
    holds: () => {
      throw new Error("there are no rows");
    },
    scales: ["standard"],
  });
  const reasons = (["quick", "paper"] as const).map((scale) => judge([failing], scale, untested))
    .map(([judged]) => judged!.reason);
  assertEquals(reasons, ["one seed cannot tell", "run at standard scale"]);
});

Deno.test("judge() shows the values of the seeds with their mean and its 95 % interval", () => {
  const measured = (values: number[], rest: Partial<Claim> = {}) =>
    judge([claim("a", true, { values, ...rest })], "standard", untested)[0]!.measured;
  // Half the interval is 4.3027 / √3 = 2.48, by Student's t with two degrees of freedom.
  const mean = "mean −2.0 (95 % interval −4.5 to 0.5)";
  assertEquals(measured([-1, -2, -3], { digits: 1 }), `2 s; ${mean}`);
  const { measured: _, ...wordless } = claim("a", true, { values: [-1, -2, -3], digits: 1 });
  assertEquals(
    judge([wordless], "standard", untested)[0]!.measured,
    `−1.0, −2.0, −3.0; ${mean}`,
  );
  assertEquals(measured([1]), "2 s");
  assertEquals(measured([1, Infinity]), "2 s");
});

Deno.test("judge() does not test a claim on an interval where one value has none", () => {
  const verdictOf = (values: number[]) =>
    judge([claim("a", false, { values, lacks: lacksInterval(values) })], "paper", untested)[0]!;
  assertEquals(verdictOf([1, 2]).verdict, "not supported");
  const { verdict, expected, reason } = verdictOf([1]);
  assertEquals([verdict, expected], ["not tested", "not tested"]);
  assertEquals(reason, "one seed has no interval");
});

Deno.test("judge() asks for a reason wherever a claim is expected to fail", () => {
  for (const reason of [{}, { reason: "" }]) {
    const list = [claim("a", false, { expected: "not supported", ...reason })];
    for (const scale of ["quick", "standard"] as const) {
      assertThrows(() => judge(list, scale, untested), TypeError, 'The claim "a" needs a reason');
    }
  }
});

Deno.test("judge() refuses two claims with one id", () => {
  const list = [claim("a", true), claim("a", true)];
  assertThrows(() => judge(list, "quick", untested), TypeError, 'Two claims have the id "a".');
});

Deno.test("claimsTable() has a row a claim, with its kind, the verdict and the reason", () => {
  const list = judge(
    [
      claim("good", true),
      claim("bad", false, declared),
      claim("control", true, { kind: "control" }),
      claim("check", true, { kind: "check" }),
      claim("paper", true, { scales: ["paper"] }),
    ],
    "standard",
    untested,
  );
  assertEquals(claimsTable(list).split("\n"), [
    "| Claim | Measured | Threshold | Verdict |",
    "|:--|:--|:--|:--|",
    "| good is true. | 2 s | < 3 s | ✓\u00a0supported |",
    "| bad is true. | 2 s | < 3 s | ✗\u00a0not supported: small data |",
    "| _Control._ control is true. | 2 s | < 3 s | ✓\u00a0supported |",
    "| _Check._ check is true. | 2 s | < 3 s | ✓\u00a0supported |",
    "| paper is true. | 2 s | < 3 s | –\u00a0not tested: run at paper scale |",
  ]);
});

Deno.test("claimsTable() keeps a text with a bar or a line break in its cell", () => {
  const odd = claim("norm", true, { measured: "|v| = 1", threshold: "first\nsecond" });
  const row = claimsTable(judge([odd], "standard", untested)).split("\n").at(-1);
  assertEquals(row, "| norm is true. | \\|v\\| = 1 | first second | ✓\u00a0supported |");
});

Deno.test("judge() does not test a claim whose runs are missing, and says which", () => {
  const list = [
    claim("whole", true, { lacks: undefined }),
    claim("part", false, { lacks: "no run from α = 1" }),
  ];
  const judged = judge(list, "standard", untested);
  assertEquals(judged.map(({ verdict, expected, reason }) => [verdict, expected, reason]), [
    ["supported", "supported", undefined],
    ["not tested", "not tested", "no run from α = 1"],
  ]);
  assertEquals(judge(list, "quick", untested)[1]!.reason, untested);
});

Deno.test("surprise() names the verdicts that are not the declared ones", () => {
  const said = (...list: Claim[]) => surprise(judge(list, "standard", untested)).split(".")[0];
  assertEquals(said(claim("good", true), claim("declared", false, declared)), "");
  assertEquals(
    said(claim("good", true), claim("bad", false), claim("unhoped", true, declared)),
    '**Other than declared:** "bad" is not supported (declared: supported), ' +
      '"unhoped" is supported (declared: not supported)',
  );
});

Deno.test("claims() needs a notebook that is set up, and takes a surprise as no error", async () => {
  const list = [claim("good", true), claim("bad", false)];
  await assertRejects(() => claims(list, { untested }), UserError, "not set up");
  await setup({ figure: "20.2", seed: 1, scale: "standard" });
  await claims(list, { untested });
});
