import { assert, assertEquals } from "@std/assert";
import { checkPages } from "../site/check_pages.ts";
import { quickRun } from "../site/quick_run.ts";
import { checkTable, parseTable } from "../tables/check_table.ts";
import { readByPandas } from "../tables/pandas.ts";
import { catalogue } from "lib/cli/catalogue.ts";
import { outputs, readNotebook } from "lib/notebook/notebook_file.ts";
import type { Result } from "lib/cli/result.ts";

Deno.test("all notebooks run at quick scale, and leave the checkout as it was", async (t) => {
  const out = await quickRun();
  for (const { figure, stem } of await catalogue()) {
    await t.step(`figure ${figure}`, async () => {
      const folder = `${out}/${stem}`;
      const result: Result = JSON.parse(await Deno.readTextFile(`${folder}/result.json`));
      assertEquals(result.error, undefined);
      assert(result.claims.length > 0, "there are no claims");
      for (const { verdict, expected, id } of result.claims) assertEquals(verdict, expected, id);
      const shown = outputs(await readNotebook(`${folder}/notebook.ipynb`));
      assert(shown.some(({ data }) => data?.["image/png"] !== undefined), "there is no figure");
      checkTable(stem, await Deno.readTextFile(`${folder}/data.csv`));
    });
  }
  await t.step("pandas reads the tables without options", async () => {
    const files = (await catalogue()).map(({ stem }) => ({
      stem,
      path: `${out}/${stem}/data.csv`,
    }));
    const counts = await readByPandas(files);
    for (const [i, { stem, path }] of files.entries()) {
      const { rows } = parseTable(await Deno.readTextFile(path));
      assertEquals(counts?.[i] ?? rows.length, rows.length, stem);
    }
  });
  assert((await Deno.readTextFile(`${out}/index.html`)).includes("quick scale."));
  await checkPages(out, t);
});
