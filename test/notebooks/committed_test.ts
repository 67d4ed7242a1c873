import { assert, assertEquals, assertMatch } from "@std/assert";
import { catalogue } from "lib/cli/catalogue.ts";
import { runsPath } from "lib/notebook/committed_runs.ts";
import { facts, outputs, readNotebook, text, title } from "lib/notebook/notebook_file.ts";
import { figuresTable } from "lib/cli/readme.ts";
import type { Result } from "lib/cli/result.ts";
import { projectRoot } from "lib/files.ts";

for (const { figure, stem, path } of await catalogue()) {
  Deno.test(`the committed notebook of figure ${figure} is executed, small and in form`, async () => {
    const size = (await Deno.stat(path)).size;
    assert(size < 300_000, `it has ${size} bytes`);
    const notebook = await readNotebook(path);
    const { cells } = notebook;
    assertMatch(title(notebook), new RegExp(`^Figure ${figure}: .+`));
    const code = cells.filter(({ cell_type }) => cell_type === "code");
    assertEquals(code.map((cell) => cell.execution_count), code.map((_, i) => i + 1));
    for (const { output_type, data } of outputs(notebook)) {
      assert(output_type !== "error", "a cell failed");
      // The page keeps every value that a cell ends with in memory.
      assert(output_type !== "execute_result", "a cell ends with a value");
      const html = text(data?.["text/html"]);
      if (html.includes("<img")) assertMatch(html, /<img alt="[^"]{40,}"/);
    }
    const raw = await Deno.readTextFile(path);
    assert(!/file:\/\/|\/home\/|\/Users\/|\/root\//.test(raw), "it names a path of one machine");
    const { scale, claims, deviations } = facts(notebook) as unknown as Result;
    assertEquals(scale === "standard" || scale === "paper", true);
    assert(claims.length > 0 && deviations !== undefined);
    assert((await Deno.stat(`${projectRoot}notebooks/thumbnails/${stem}.png`)).size < 100_000);
    assert((await Deno.stat(runsPath(stem))).size < 600_000);
  });
}

Deno.test("the README's table is that of the committed notebooks", async () => {
  const readme = await Deno.readTextFile(`${projectRoot}README.md`);
  assert(readme.includes(await figuresTable()), "run `deno task figures --update`");
});
