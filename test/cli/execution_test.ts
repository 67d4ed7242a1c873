import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { ensureEnvironment } from "lib/cli/environment.ts";
import { execute, type Execution } from "lib/cli/execution.ts";
import { writeGallery } from "lib/cli/gallery.ts";
import { readNotebook } from "lib/cli/catalogue.ts";
import { cacheDir } from "lib/files.ts";

/** Writes a notebook with these cells where its kernel finds the library, but not among ours. */
async function notebook(...sources: string[]): Promise<Execution> {
  const folder = `${cacheDir}/test-notebooks`;
  await Deno.mkdir(folder, { recursive: true });
  const path = `${folder}/${crypto.randomUUID()}.ipynb`;
  const cells = sources.map((source, i) => {
    const kind = source.startsWith("#") ? "markdown" : "code";
    const code = kind === "code" && { outputs: [], execution_count: null };
    return { cell_type: kind, id: `c${i}`, metadata: {}, source, ...code };
  });
  const kernelspec = { name: "deno", display_name: "Deno", language: "typescript" };
  const file = { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells };
  await Deno.writeTextFile(path, JSON.stringify(file));
  const stem = path.slice(folder.length + 1, -".ipynb".length);
  return {
    notebook: { figure: "20.0", stem, path },
    expected: undefined,
    share: 0,
    state: "waiting",
  };
}

async function run(execution: Execution): Promise<string> {
  const out = await Deno.makeTempDir();
  const options = { scale: "quick", out, update: false, fresh: false } as const;
  await execute(execution, await ensureEnvironment(), options, () => {});
  await writeGallery(out, "quick", [execution]);
  await Deno.remove(execution.notebook.path);
  return out;
}

const setup = `import { claims, provenance, setup, show, Plot } from "lib/mod.ts";
void await setup({ figure: "20.0", seed: 7 });`;
const figure = `await show({ marks: [Plot.lineY([1, 2])] }, { alt: "A <rising> line." });`;
const claim = (holds: boolean) => `
await claims([{
  id: "a",
  kind: "check",
  statement: "1 < 2",
  measured: "1 | 2",
  threshold: "<",
  holds: () => ${holds},
}], { untested: "one run" });`;
const end = `await provenance({ deviations: ["Everything."] });`;

Deno.test("execute() writes the notebook, its page and its result", async () => {
  const execution = await notebook("# Title & more", setup, figure, claim(true), end);
  const out = await run(execution);
  assertEquals(execution.state, "done");
  const folder = `${out}/${execution.notebook.stem}`;
  const result = JSON.parse(await Deno.readTextFile(`${folder}/result.json`));
  assertEquals([result.figure, result.scale, result.seeds], ["20.0", "quick", [7]]);
  assertEquals(result.deviations, ["Everything."]);
  assertEquals(result.claims.map((c: { verdict: string }) => c.verdict), ["supported"]);
  assert(result.seconds > 0 && result.versions.deno === Deno.version.deno);
  const { cells } = await readNotebook(`${folder}/notebook.ipynb`);
  assertEquals(cells.map((cell) => cell.execution_count ?? 0), [0, 1, 2, 3, 4]);
  const page = await Deno.readTextFile(`${folder}/index.html`);
  assertStringIncludes(page, 'alt="A &lt;rising&gt; line."');
  const gallery = await Deno.readTextFile(`${out}/index.html`);
  for (const part of ["Title &amp; more", "A &lt;rising&gt; line.", "1 | 2", "✓ supported"]) {
    assertStringIncludes(gallery, part);
  }
  assert(!gallery.includes("http-equiv"), "a finished page reloads itself");
});

Deno.test("execute() fails, but goes on, when a verdict is not the declared one", async () => {
  const execution = await notebook(
    "# T",
    setup,
    claim(false),
    claim(true).replace('"a"', '"b"'),
    end,
  );
  const out = await run(execution);
  assertEquals(execution.state, "failed");
  const message =
    'verdicts differ from the declared ones: "a" is not supported (declared: supported)';
  assertStringIncludes(execution.result!.error!, message);
  const { claims, deviations } = execution.result!;
  assertEquals(claims.map(({ verdict }) => verdict), ["not supported", "supported"]);
  assertEquals(deviations, ["Everything."]);
  assertStringIncludes(await Deno.readTextFile(`${out}/index.html`), "declared: supported");
});

Deno.test("execute() keeps what was computed before a cell that fails", async () => {
  const execution = await notebook("# T", setup, figure, `throw new Error("no more");`, end);
  const out = await run(execution);
  assertEquals(execution.state, "failed");
  assertEquals(execution.result!.error, "Error: no more");
  assertStringIncludes(await Deno.readTextFile(`${out}/index.html`), "rising");
});

Deno.test("execute() says so when the kernel dies", async () => {
  const execution = await notebook("# T", setup, "Deno.exit(3);");
  await run(execution);
  assertEquals(execution.state, "failed");
  assertStringIncludes(execution.result!.error!, "Kernel died");
});
