import { assert, assertEquals } from "@std/assert";
import { notebookPaths, ownNotebook } from "lib/cli/catalogue.ts";
import { labFiles } from "lib/cli/lab_files.ts";
import { basename } from "node:path";

Deno.test("JupyterLab gets copies of all notebooks, and an index that links each", async () => {
  const files = await labFiles();
  const names = files.map(({ name }) => name).filter((name) => name.endsWith(".ipynb"));
  const expected = (await notebookPaths()).map((path) => basename(path));
  assertEquals(names.toSorted(), [...expected, "index.ipynb"].sort());
  assert(expected.includes(ownNotebook));
  const index = new TextDecoder().decode(files.find(({ name }) => name === "index.ipynb")!.content);
  for (const name of expected) {
    assert(index.includes(`(${name})`), `the index has no link to ${name}`);
  }
});
