import { assert, assertEquals } from "@std/assert";
import { notebooksDir } from "lib/cli/catalogue.ts";
import { ensureEnvironment } from "lib/cli/environment.ts";
import { projectRoot } from "lib/files.ts";
import { type NotebookFile, outputs, readNotebook, text } from "lib/notebook/notebook_file.ts";

const path = `${notebooksDir}/00_your_own.ipynb`;

/** Asserts that all cells were run in order, show what they should, and leave nothing else. */
function assertExecuted(notebook: NotebookFile): void {
  const code = notebook.cells.filter(({ cell_type }) => cell_type === "code");
  assertEquals(code.map((cell) => cell.execution_count), code.map((_, i) => i + 1));
  const kinds = new Set(outputs(notebook).map(({ output_type }) => output_type));
  assertEquals(
    [...kinds].sort(),
    ["display_data", "stream"],
    "a cell failed, or ends with a value",
  );
  const pictures = outputs(notebook).filter(({ data }) => data?.["image/png"] !== undefined);
  assertEquals(pictures.length, 5); // the data, a slice, spectra, subspaces, pruning
  const printed = outputs(notebook).map((output) => text(output.text)).join("");
  assert(printed.includes("1251 parameters, 100 % of examples right"), printed);
  assert(printed.includes("Distance to PyTorch's weights: 0"), printed);
}

Deno.test("the notebook on the reader's own networks runs, and downloads nothing", async () => {
  const { python, env } = await ensureEnvironment();
  const folder = await Deno.makeTempDir();
  const cache = await Deno.makeTempDir();
  const { code, stderr } = await new Deno.Command(python, {
    args: [`${projectRoot}lib/cli/execute.py`, path, folder, "[]"],
    env: { ...env, UDL_PARENT: String(Deno.pid), UDL_CACHE: cache },
    stdout: "null",
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  assertExecuted(await readNotebook(`${folder}/notebook.ipynb`));
  assertEquals([...Deno.readDirSync(cache)], []);
});

Deno.test("the committed notebook on the reader's own networks is executed, and names no machine", async () => {
  assertExecuted(await readNotebook(path));
  const raw = await Deno.readTextFile(path);
  assert(raw.length < 400_000, `it has ${raw.length} bytes`);
  assert(!/file:\/\/|\/home\/|\/Users\/|\/root\//.test(raw), "it names a path of one machine");
});
