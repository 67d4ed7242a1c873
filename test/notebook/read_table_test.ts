import { assert, assertEquals, assertRejects } from "@std/assert";
import { readTable } from "lib/notebook/read_table.ts";
import { UserError } from "lib/errors.ts";

const columns = { model: "text", year: "integer", params: { min: 0.1, max: 2000 } } as const;

async function fileWith(text: string): Promise<string> {
  const path = `${await Deno.makeTempDir()}/nets.csv`;
  await Deno.writeTextFile(path, text);
  return path;
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
  "A,2015": "nets.csv",
  "A,2015,5,6": "nets.csv",
  ",2015,5": "nets.csv: row 3: model is empty.",
  "A,,5": "row 3: year is empty",
  "A,2015.5,5": "row 3: year is 2015.5, not an integer",
  "A,late,5": 'row 3: year is "late", no number',
  "A,2015,many": 'row 3: params is "many", no number',
  "A,2015,0.05": "row 3: params is 0.05, not in the range 0.1 to 2000",
  "A,2015,NaN": 'row 3: params is "NaN", no number',
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
