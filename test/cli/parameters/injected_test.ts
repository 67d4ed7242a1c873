import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { catalogue } from "lib/cli/catalogue.ts";
import { ensureEnvironment } from "lib/cli/environment.ts";
import { execute, type Execution } from "lib/cli/execution.ts";
import { readParameters } from "lib/cli/parameters/cells.ts";
import { injectedCells } from "lib/cli/parameters/injected.ts";
import { literal } from "lib/cli/parameters/literal.ts";
import { findParameter, nameOf, parametersOf } from "lib/cli/parameters/names.ts";
import { UserError } from "lib/errors.ts";
import { readNotebook } from "lib/notebook/notebook_file.ts";
import { trialNotebook } from "../trial.ts";

const setup = `import { claims, provenance, setup } from "lib/mod.ts";
const { scale, seed } = await setup({ figure: "20.0", seed: 7 });`;

const parameters = `const widths = [40, 10]; // units
const settings = {
  quick: { rate: 0.1, seeds: [seed], loss: "mse", batch: { size: 10 } },
  standard: { rate: 0.2, seeds: [seed, seed + 1], loss: "mse", batch: { size: 20 } },
}[scale as "quick" | "standard"];
const half = settings.rate / 2;
const depth = widths.length;
const other = { widths: 3 };`;

const show = `console.log(JSON.stringify({ widths, settings, half, depth, other }));`;

const claim = `await claims([{
  id: "a",
  kind: "check",
  statement: "1 > 2",
  threshold: ">",
  holds: () => false,
}], { untested: "one run" });`;

/** A notebook whose second code cell has the tag. */
async function tagged(...sources: string[]): Promise<Execution> {
  const execution = await trialNotebook("# T", setup, parameters, ...sources);
  const { path } = execution.notebook;
  const file = JSON.parse(await Deno.readTextFile(path));
  file.cells[2].metadata.tags = ["parameters"];
  await Deno.writeTextFile(path, JSON.stringify(file));
  return execution;
}

Deno.test("readParameters() gives the values at a scale", async () => {
  const { notebook } = await tagged();
  const [cell] = await readParameters(notebook, "standard");
  assertEquals(cell?.id, "c2");
  assertEquals(cell?.values, {
    widths: [40, 10],
    settings: { rate: 0.2, seeds: [7, 8], loss: "mse", batch: { size: 20 } },
    half: 0.1,
    depth: 2,
    other: { widths: 3 },
  });
  await Deno.remove(notebook.path);
});

Deno.test("injectedCells() changes a parameter, and what follows from it, and nothing else", async () => {
  const { notebook } = await tagged();
  const change = (name: string, text: string) =>
    injectedCells(notebook, "quick", [{ name, text }]).then(([cell]) =>
      cell!.source.split("\n").slice(1, -4)
    );
  assertEquals(await change("batch.size", "5"), [
    "settings.batch.size = 5;",
    "const half = settings.rate / 2;", // which is the same as before
  ]);
  assertEquals(await change("widths", "[40, 20, 10]"), [
    "const widths = [40, 20, 10];",
    "const depth = widths.length;",
  ]);
  assertEquals(await change("half", "1"), ["const half = 1;"]);
  assertEquals((await change("loss", "crossEntropy"))[0], 'settings.loss = "crossEntropy";');
  await Deno.remove(notebook.path);
});

Deno.test("injectedCells() refuses a value of another kind", async () => {
  const { notebook } = await tagged();
  await assertRejects(
    () => injectedCells(notebook, "quick", [{ name: "rate", text: "fast" }]),
    UserError,
    'The parameter does not fit figure 20.0: rate is a number, such as 0.1, not "fast".',
  );
  await Deno.remove(notebook.path);
});

Deno.test("execute() runs a notebook with other parameters, and tests no claim", async () => {
  const execution = await tagged(
    show,
    `throw new TypeError("not with such parameters");`,
    claim,
    "await provenance({ deviations: [] });",
  );
  const assignments = [{ name: "rate", text: "0.5" }, { name: "widths", text: "[1]" }];
  const injected = await injectedCells(execution.notebook, "quick", assignments);
  const out = await Deno.makeTempDir();
  const options = { scale: "quick", out, update: false, fresh: false } as const;
  const course = { changed: () => {}, signal: new AbortController().signal };
  const changed = Object.assign(execution, { injected });
  await execute(changed, await ensureEnvironment(), options, course);

  const { parameters: told, claims, error } = execution.result!;
  assertEquals(error, "TypeError: not with such parameters");
  assertEquals(told, ["rate = 0.5 in place of 0.1", "widths = [1] in place of [40, 10]"]);
  assertEquals(claims.map(({ verdict }) => verdict), ["not tested"]);
  const folder = `${out}/${execution.notebook.stem}`;
  const { cells } = await readNotebook(`${folder}/notebook.ipynb`);
  assertEquals(cells.map(({ id }) => id).slice(2, 4), ["c2", "injected-after-c2"]);
  assertEquals(cells[3]?.metadata.tags, ["injected-parameters"]);
  const values = JSON.parse((cells[4]?.outputs?.[0]?.text as string[]).join(""));
  assertEquals(values, {
    widths: [1],
    settings: { rate: 0.5, seeds: [7], loss: "mse", batch: { size: 10 } },
    half: 0.25,
    depth: 1,
    other: { widths: 3 },
  });
  const page = await Deno.readTextFile(`${folder}/index.html`);
  assertStringIncludes(page, "<code>rate = 0.5 in place of 0.1</code>");
  assertStringIncludes(page, "not tested");
  await Deno.remove(execution.notebook.path);
});

for (const notebook of await catalogue()) {
  Deno.test(`each parameter of figure ${notebook.figure} takes its own value again`, async () => {
    const all = parametersOf(await readParameters(notebook, "standard"));
    assert(all.length > 0);
    const found = all.filter((parameter) => {
      assertEquals(findParameter(parameter.path.join("."), notebook.figure, all), parameter);
      return literal(parameter.value) !== "undefined";
    });
    const assignments = found.map((parameter) => ({
      name: parameter.path.length > 1 ? parameter.path.join(".") : nameOf(parameter),
      text: literal(parameter.value),
    }));
    const cells = await injectedCells(notebook, "standard", assignments);
    assert(cells.length > 0);
  });
}
