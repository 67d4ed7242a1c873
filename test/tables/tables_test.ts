import { assert, assertEquals } from "@std/assert";
import { checkTable, parseTable } from "./check_table.ts";
import { catalogue } from "lib/cli/catalogue.ts";
import { projectRoot } from "lib/files.ts";
import { readCommittedRuns } from "lib/notebook/committed_runs.ts";
import { dataCsv, tableOf, tables } from "lib/tables/all.ts";
import { codebook } from "lib/tables/codebook.ts";

/** The table of a committed notebook, as text. */
async function committedCsv(stem: string): Promise<string> {
  return await dataCsv(stem, await readCommittedRuns(stem)) as string;
}

const notebooks = await catalogue();

Deno.test("each notebook has a table", () => {
  const missing = notebooks.filter(({ stem }) => tableOf(stem) === undefined);
  assertEquals(missing, []);
  assertEquals(tables.size, notebooks.length);
});

for (const { figure, stem } of notebooks) {
  Deno.test(`the table of figure ${figure} is as its codebook says`, async () => {
    const filled = checkTable(stem, await committedCsv(stem));
    for (const [name, { words }] of Object.entries(tableOf(stem)!.columns)) {
      const missing = words.filter((word) => !filled.get(name)!.includes(word));
      assertEquals(missing, [], `${name} has words that no row has`);
    }
  });
}

Deno.test("a table's text says the same on every computer: UTF-8 without a mark, LF, no comments", async () => {
  for (const { stem } of notebooks) {
    const csv = await committedCsv(stem);
    assert(!csv.includes("\r") && !csv.startsWith("\ufeff") && csv.endsWith("\n"), stem);
    assert(!csv.startsWith("#"), stem);
    assert(/^[a-z0-9_,]+\n/.test(csv), "a column's name is no plain word");
  }
});

Deno.test("a column's name can stand after a dot in Python, and as it is in R", () => {
  const reserved = ["class", "def", "else", "for", "from", "function", "if", "import", "in", "is"];
  for (const { columns } of tables.values()) {
    assertEquals(Object.keys(columns).filter((name) => reserved.includes(name)), []);
  }
});

Deno.test("the codebook in data/README.md is that of the tables", async () => {
  const readme = await Deno.readTextFile(`${projectRoot}data/README.md`);
  assert(readme.includes(codebook()), "run `deno run -A lib/cli/codebook.ts`");
});

/** The part of a text between the first place of one text and the next place of another. */
function between(text: string, from: string, to: string): string {
  const start = text.indexOf(from);
  assert(start >= 0, `"${from}" is not there`);
  return text.slice(start, text.indexOf(to, start + from.length));
}

Deno.test("data/README.md has every column of the tables that are kept", async () => {
  const readme = await Deno.readTextFile(`${projectRoot}data/README.md`);
  const common = ["date", "seed", "seconds"];
  for (const folder of ["data", "data/results"]) {
    for await (const { name } of Deno.readDir(projectRoot + folder)) {
      if (!name.endsWith(".csv")) continue;
      const { names } = parseTable(await Deno.readTextFile(`${projectRoot}${folder}/${name}`));
      const part = between(readme, folder === "data" ? `## ${name}` : `\`${name}\``, "\n\n`");
      for (const column of names) {
        if (folder === "data/results" && common.includes(column)) continue;
        assert(part.includes(`\`${column}\``), `${name}: ${column} is not explained`);
      }
    }
  }
});
