import { assert, assertEquals, assertRejects } from "@std/assert";
import { readTable } from "lib/notebook/read_table.ts";
import { UserError } from "lib/errors.ts";

const columns = { model: "text", year: "integer", params: { min: 0.1, max: 2000 } } as const;

async function fileWith(content: string | Uint8Array): Promise<string> {
  const path = `${await Deno.makeTempDir()}/nets.csv`;
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  await Deno.writeFile(path, bytes);
  return path;
}

/** The bytes of a text that has one a character, as in Latin-1. */
function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

Deno.test("readTable() gives typed rows of the columns asked for", async () => {
  const path = await fileWith('year,model,note,params\n2016,"Net, big",x,1e3\n2012,Alex,,0.1\n');
  const rows: { model: string; year: number; params: number }[] = await readTable(path, columns);
  assertEquals(rows, [
    { model: "Net, big", year: 2016, params: 1000 },
    { model: "Alex", year: 2012, params: 0.1 },
  ]);
});

Deno.test("readTable() reads the networks of figure 20.3", async () => {
  const rows = await readTable("overparameterization.csv", {
    model: "text",
    family: "text",
    year: { min: 2012, max: 2026 },
    params_millions: { min: 0.1, max: 2000 },
    imagenet_top1_percent: { min: 50, max: 92 },
    source: "text",
  });
  assertEquals(rows.length, 54);
  assertEquals(new Set(rows.map((row) => row.model)).size, 54);
});

const good = "model,year,params\nA,2015,5\n";
const bad: Record<string, string> = {
  "A,2015": "line 3: there are 2 fields, but 3 names in the header",
  "A,2015,5,6": "line 3: there are 4 fields",
  ",2015,5": "nets.csv: line 3: model is empty.",
  "A,,5": "line 3: year is empty",
  "A,2015.5,5": "line 3: year is 2015.5, not an integer",
  "A,late,5": 'line 3: year is "late", no number',
  "A,2015,many": 'line 3: params is "many", no number',
  "A,2015,0.05": "line 3: params is 0.05, not in the range 0.1 to 2000",
  "A,2015,NaN": 'line 3: params is "NaN", no number',
  "A,2015,0x10": 'line 3: params is "0x10", no number',
  "A,0b11,5": 'line 3: year is "0b11", no number',
  "A,2015,1_000": 'line 3: params is "1_000", no number',
  'A,2015,"1,5"': 'line 3: params is "1,5", no number',
  "A,2015,1e400": 'line 3: params is "1e400", no number',
  "A,9007199254740993,5": "line 3: year is 9007199254740993, too large to be exact",
};
for (const [row, message] of Object.entries(bad)) {
  Deno.test(`readTable() refuses the row "${row}" and says why`, async () => {
    const path = await fileWith(`${good}${row}\n`);
    const error = await assertRejects(() => readTable(path, columns), UserError, message);
    assert(/\b3\b/.test(error.message), error.message); // where it is
  });
}

Deno.test("readTable() refuses a file without the columns, without rows or that is not there", async () => {
  const refuse = (path: string, message: string) =>
    assertRejects(() => readTable(path, columns), UserError, message);
  await refuse(await fileWith("model,params\nA,5\n"), "there is no column year");
  await refuse(await fileWith("model,year,params\n"), "there are no rows");
  await refuse("no_such_table.csv", "no_such_table.csv cannot be read");
});

Deno.test("readTable() takes line ends of both kinds in one file, and a byte order mark", async () => {
  const text = "model,year,params\nA,2015,5\r\nB,2016,6\r\n";
  const mixed = await readTable(await fileWith(`\ufeff${text}`), columns);
  assertEquals(mixed.map(({ params }) => params), [5, 6]);
  const others = "year,params,model\n2015,5,A\r\n2016,6,B";
  assertEquals(await readTable(await fileWith(others), columns), mixed);
  assertEquals(mixed.map(({ model }) => model), ["A", "B"]);
});

Deno.test("readTable() takes numbers in scientific notation, and blanks around them", async () => {
  const rows = await readTable(await fileWith("model,year,params\n A , 2015 ,\t+1.5E3\n"), columns);
  assertEquals(rows, [{ model: " A ", year: 2015, params: 1500 }]);
});

Deno.test("readTable() names the line of the file, whatever stands before it", async () => {
  const before = '\r\nmodel,year,params\r\n\r\n"Net\r\n""one""",2015,5\r\n\r\n';
  const rows = await readTable(await fileWith(`${before}B,2016,6`), columns);
  assertEquals(rows.map(({ model }) => model), ['Net\n"one"', "B"]);
  const refuse = async (text: string, message: string) =>
    void await assertRejects(
      async () => readTable(await fileWith(text), columns),
      UserError,
      message,
    );
  await refuse(`${before}B,x,6\n`, "line 7: year");
  await refuse(`${before}B,2016\n`, "line 7: there are 2 fields");
  await refuse(`${before}"B,2016,6\n`, "line 7");
});

Deno.test("readTable() refuses columns of one name if they are asked for", async () => {
  const path = await fileWith("\nmodel,params,year,params,,\nA,5,2015,6,,\n");
  await assertRejects(() => readTable(path, columns), UserError, "line 2: several columns");
  assertEquals(await readTable(path, { year: "integer" }), [{ year: 2015 }]);
});

Deno.test("readTable() says which separator or encoding a file has", async () => {
  const refuse = async (content: string | Uint8Array, message: string) =>
    void await assertRejects(
      async () => readTable(await fileWith(content), columns),
      UserError,
      message,
    );
  await refuse("model;year;params\nA;2015;5\n", "line 1: the names are separated by semicolons");
  await refuse("model\tyear\tparams\nA\t2015\t5\n", "separated by tabs");
  const table = "model,year,params\n\nCaf\xe9,2015,5\n";
  await refuse(latin1(table), 'line 3: column model is "Caf\ufffd"');
  await refuse(latin1(table), "Save the file as UTF-8.");
  const units = Uint16Array.from(`\ufeff${table}`, (character) => character.charCodeAt(0));
  await refuse(new Uint8Array(units.buffer), "perhaps in UTF-16");
  // The sign itself is a character as any other.
  const signs = await readTable(await fileWith(table.replace("\xe9", "\ufffd")), columns);
  assertEquals(signs[0]?.model, "Caf\ufffd");
});

Deno.test("readTable() refuses a kind of column that it does not know", async () => {
  const path = await fileWith("params\n5\n");
  for (const kind of ["number", undefined, { min: 0 }]) {
    await assertRejects(
      () => readTable(path, { params: kind as unknown as "integer" }),
      UserError,
      "of the column params",
    );
  }
});
