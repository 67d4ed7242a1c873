/**
 * What `@std/assert` and `@std/csv` do as this project uses them, as cases that hold for any module
 * given. Run as a script, the cases are put to the modules that the specifiers stand for.
 *
 * @module
 */
type Assert = typeof import("../../lib/std/assert/mod.ts");
type Csv = typeof import("../../lib/std/csv/mod.ts");

/** A case with what is wrong, empty if nothing is. */
export interface Outcome {
  readonly name: string;
  readonly problem: string;
}

// Assertions need a declared type to narrow theirs, which `any` avoids in a table of calls.
// deno-lint-ignore no-explicit-any
type Calls = [name: string, call: (a: any) => unknown][];

function fail(error = new RangeError("too large: 7")): never {
  throw error;
}

const passing: Calls = [
  ["assert of a truthy value", (a) => a.assert("text")],
  ["assertEquals of numbers", (a) => a.assertEquals(NaN, NaN)],
  [
    "assertEquals of objects in another order",
    (a) => a.assertEquals({ a: 1, b: [2] }, { b: [2], a: 1 }),
  ],
  [
    "assertEquals of typed arrays",
    (a) => a.assertEquals(new Float32Array([1, NaN]), new Float32Array([1, NaN])),
  ],
  [
    "assertEquals of sets and maps",
    (a) => a.assertEquals([new Set([1]), new Map([[1, 2]])], [new Set([1]), new Map([[1, 2]])]),
  ],
  ["assertEquals of dates", (a) => a.assertEquals(new Date(5), new Date(5))],
  [
    "assertNotEquals of typed arrays of two kinds",
    (a) => a.assertNotEquals(new Float32Array([1]), new Float64Array([1])),
  ],
  [
    "assertNotEquals of a missing and an undefined property",
    (a) => a.assertNotEquals({}, { a: undefined }),
  ],
  ["assertNotEquals of a number and its text", (a) => a.assertNotEquals(1, "1")],
  ["assertAlmostEquals within 1e-7 of the value", (a) => a.assertAlmostEquals(1e6 + 0.09, 1e6)],
  ["assertAlmostEquals within the tolerance", (a) => a.assertAlmostEquals(1.5, 1, 0.5)],
  ["assertAlmostEquals of equal infinities", (a) => a.assertAlmostEquals(Infinity, Infinity)],
  ["assertAlmostEquals of NaN", (a) => a.assertAlmostEquals(NaN, NaN)],
  ["assertGreater", (a) => a.assertGreater(2, 1)],
  ["assertGreaterOrEqual", (a) => a.assertGreaterOrEqual(1, 1)],
  ["assertLess", (a) => a.assertLess(-1, 0)],
  ["assertLessOrEqual", (a) => a.assertLessOrEqual(0, 0)],
  ["assertStringIncludes", (a) => a.assertStringIncludes("slice", "lic")],
  ["assertMatch", (a) => a.assertMatch("fig-20-13", /^fig(-\d+)+$/)],
  ["assertThrows of any error", (a) => a.assertThrows(() => fail())],
  [
    "assertThrows of a class and a part of the message",
    (a) => a.assertThrows(() => fail(), RangeError, "large: 7"),
  ],
  ["assertThrows of a base class", (a) => a.assertThrows(() => fail(), Error)],
  ["assertRejects of any error", (a) => a.assertRejects(() => Promise.reject(new Error("late")))],
  [
    "assertRejects of a class and a part of the message",
    (a) => a.assertRejects(() => Promise.reject(new TypeError("late")), TypeError, "la"),
  ],
];

const failing: Calls = [
  ["assert of zero", (a) => a.assert(0)],
  ["assertEquals of arrays of two lengths", (a) => a.assertEquals([1], [1, 2])],
  ["assertEquals of a nested difference", (a) => a.assertEquals({ a: { b: 1 } }, { a: { b: 2 } })],
  ["assertEquals of null and undefined", (a) => a.assertEquals(null, undefined)],
  ["assertEquals of objects of two classes", (a) => a.assertEquals(new (class A {})(), {})],
  ["assertNotEquals of equal arrays", (a) => a.assertNotEquals([NaN], [NaN])],
  ["assertAlmostEquals beyond 1e-7 of the value", (a) => a.assertAlmostEquals(1e6 + 0.11, 1e6)],
  ["assertAlmostEquals beyond the tolerance", (a) => a.assertAlmostEquals(1.6, 1, 0.5)],
  ["assertAlmostEquals of NaN and a number", (a) => a.assertAlmostEquals(NaN, 1)],
  ["assertAlmostEquals of opposite infinities", (a) => a.assertAlmostEquals(-Infinity, Infinity)],
  ["assertGreater of equal numbers", (a) => a.assertGreater(1, 1)],
  ["assertGreater of NaN", (a) => a.assertGreater(NaN, 1)],
  ["assertGreaterOrEqual of a smaller number", (a) => a.assertGreaterOrEqual(0, 1)],
  ["assertLess of equal numbers", (a) => a.assertLess(1, 1)],
  ["assertLess of NaN", (a) => a.assertLess(NaN, 1)],
  ["assertLessOrEqual of a larger number", (a) => a.assertLessOrEqual(1, 0)],
  ["assertStringIncludes of a missing part", (a) => a.assertStringIncludes("slice", "x")],
  ["assertMatch of another text", (a) => a.assertMatch("20", /^\D/)],
  ["assertThrows of nothing thrown", (a) => a.assertThrows(() => 1)],
  ["assertThrows of another class", (a) => a.assertThrows(() => fail(), TypeError)],
  ["assertThrows of another message", (a) => a.assertThrows(() => fail(), RangeError, "small")],
  ["assertRejects of a fulfilled promise", (a) => a.assertRejects(() => Promise.resolve(1))],
  [
    "assertRejects of another class",
    (a) => a.assertRejects(() => Promise.reject(new Error("e")), TypeError),
  ],
  [
    "assertRejects of another message",
    (a) => a.assertRejects(() => Promise.reject(new Error("e")), Error, "f"),
  ],
];

/** Calls with the JSON of what they return. */
const returning: [name: string, call: (a: Assert, csv: Csv) => unknown, json: string][] = [
  ["assertThrows returns the error", (a) => a.assertThrows(() => fail()).message, '"too large: 7"'],
  [
    "assertRejects returns the error",
    async (a) => (await a.assertRejects(() => Promise.reject(new Error("e")))).message,
    '"e"',
  ],
  [
    "a message of one's own is part of the error",
    (a) => messageOf(() => a.assertEquals(1, 2, "the sum")).includes("the sum"),
    "true",
  ],
  [
    "an AssertionError is an Error with its name",
    (a) => String(new a.AssertionError("no")),
    '"AssertionError: no"',
  ],
  [
    "parse gives the fields of each row",
    (_, csv) => csv.parse("a,b\n1,2\n3,4\n"),
    '[["a","b"],["1","2"],["3","4"]]',
  ],
  [
    "parse takes CRLF, a byte order mark and empty lines",
    (_, csv) => csv.parse("\ufeffa,b\r\n1,2\r\n\r\n3,4"),
    '[["a","b"],["1","2"],["3","4"]]',
  ],
  [
    "parse takes rows of any length, and counts a line of blanks as one",
    (_, csv) => csv.parse("\na,b\n1\n \n1,2,3\n"),
    '[["a","b"],["1"],[" "],["1","2","3"]]',
  ],
  [
    "parse keeps empty fields and spaces",
    (_, csv) => csv.parse("a,b\n, x \n"),
    '[["a","b"],[""," x "]]',
  ],
  [
    "parse takes quotes, commas and line feeds in quotes",
    (_, csv) => csv.parse('a,b\n"x, ""y""","1\n2"\n'),
    '[["a","b"],["x, \\"y\\"","1\\n2"]]',
  ],
  [
    "stringify writes a header, CRLF and the columns named",
    (_, csv) => csv.stringify([{ a: 1, c: 3, b: 2 }], { columns: ["b", "a"] }),
    '"b,a\\r\\n2,1\\r\\n"',
  ],
  [
    "stringify of no rows gives the header",
    (_, csv) => csv.stringify([], { columns: ["a", "b"] }),
    '"a,b\\r\\n"',
  ],
  [
    "stringify writes numbers and booleans as JavaScript does",
    (_, csv) =>
      csv.stringify([{ a: 0.1, b: 1e21, c: NaN, d: true, e: false }], {
        columns: ["a", "b", "c", "d", "e"],
      }),
    '"a,b,c,d,e\\r\\n0.1,1e+21,NaN,true,false\\r\\n"',
  ],
  [
    "stringify leaves missing values empty",
    (_, csv) => csv.stringify([{ a: null, b: undefined }], { columns: ["a", "b", "c"] }),
    '"a,b,c\\r\\n,,\\r\\n"',
  ],
  [
    "stringify quotes commas, quotes and line feeds",
    (_, csv) => csv.stringify([{ a: "x,y", b: '"', c: "1\n2" }], { columns: ["a", "b", "c"] }),
    '"a,b,c\\r\\n\\"x,y\\",\\"\\"\\"\\",\\"1\\n2\\"\\r\\n"',
  ],
  [
    "parse of an open quote throws a SyntaxError",
    (_, csv) => nameOf(() => csv.parse('a\n"1\n')),
    '"SyntaxError"',
  ],
  [
    "parse of a quote inside a field throws a SyntaxError",
    (_, csv) => nameOf(() => csv.parse('a\n1"2\n')),
    '"SyntaxError"',
  ],
  [
    "stringify of objects without columns throws a StringifyError",
    (_, csv) => nameOf(() => csv.stringify([{ a: 1 }], { columns: [] })),
    '"StringifyError"',
  ],
];

function caught(call: () => unknown): Error | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

function messageOf(call: () => unknown): string {
  return caught(call)?.message ?? "";
}

function nameOf(call: () => unknown): string {
  return caught(call)?.name ?? "nothing";
}

/** Puts all cases to the two modules. */
export async function runCases(assert: Assert, csv: Csv): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  async function run(name: string, problemOf: () => Promise<string>): Promise<void> {
    const problem = await problemOf().catch((error) => `throws ${error}`);
    outcomes.push({ name, problem });
  }
  for (const [name, call] of passing) {
    await run(`${name} passes`, async () => {
      await call(assert);
      return "";
    });
  }
  for (const [name, call] of failing) {
    await run(`${name} fails`, async () => {
      try {
        await call(assert);
      } catch (error) {
        return error instanceof assert.AssertionError ? "" : `throws ${error}`;
      }
      return "passes";
    });
  }
  for (const [name, call, json] of returning) {
    await run(name, async () => {
      const actual = JSON.stringify(await call(assert, csv));
      return actual === json ? "" : `gives ${actual}`;
    });
  }
  return outcomes;
}

if (import.meta.main) {
  console.log(
    JSON.stringify(await runCases(await import("@std/assert"), await import("@std/csv"))),
  );
}
