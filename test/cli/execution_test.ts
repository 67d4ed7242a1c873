import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { ensureEnvironment, type Environment } from "lib/cli/environment.ts";
import { execute, type Execution } from "lib/cli/execution.ts";
import { writeGallery } from "lib/cli/gallery.ts";
import { readNotebook } from "lib/notebook/notebook_file.ts";
import { trialNotebook } from "./trial.ts";

async function run(
  execution: Execution,
  out?: string,
  environment?: Environment,
): Promise<string> {
  out ??= await Deno.makeTempDir();
  const options = { scale: "quick", out, update: false, fresh: false } as const;
  const { signal } = new AbortController();
  environment ??= await ensureEnvironment();
  await execute(execution, environment, options, { changed: () => {}, signal });
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
  const execution = await trialNotebook("# Title & more", setup, figure, claim(true), end);
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
  assertStringIncludes(page, 'aria-label="A &lt;rising&gt; line."');
  const pictures = ["figure-1.svg", "figure-1.png"];
  for (const name of pictures) assert((await Deno.stat(`${folder}/${name}`)).size > 500, name);
  const gallery = await Deno.readTextFile(`${out}/index.html`);
  for (const part of ["Title &amp; more", "A &lt;rising&gt; line.", "1 | 2", "✓ supported"]) {
    assertStringIncludes(gallery, part);
  }
  assert(!gallery.includes("http-equiv"), "a finished page reloads itself");
});

Deno.test("execute() fails, but goes on, when a verdict is not the declared one", async () => {
  const execution = await trialNotebook(
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
  const execution = await trialNotebook("# T", setup, figure, `throw new Error("no more");`, end);
  const out = await run(execution);
  assertEquals(execution.state, "failed");
  assertEquals(execution.result!.error, "Error: no more");
  assertStringIncludes(await Deno.readTextFile(`${out}/index.html`), "rising");
});

Deno.test("execute() says so when the kernel dies, and shows nothing of an earlier run", async () => {
  const execution = await trialNotebook("# T", setup, figure, "Deno.exit(3);");
  const out = await Deno.makeTempDir();
  const folder = `${out}/${execution.notebook.stem}`;
  await Deno.mkdir(folder);
  await Deno.copyFile(execution.notebook.path, `${folder}/notebook.ipynb`);
  await Deno.writeTextFile(`${folder}/index.html`, "earlier");
  await run(execution, out);
  assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["result.json"]);
  assert(!(await Deno.readTextFile(`${out}/index.html`)).includes("notebook.ipynb"));
  assertEquals(execution.state, "failed");
  assertEquals(execution.result!.error!, "The kernel died (exit code 3).");
});

Deno.test("execute() names memory as the likely cause of a kernel that is killed", async () => {
  const execution = await trialNotebook("# T", setup, 'Deno.kill(Deno.pid, "SIGKILL");');
  await run(execution);
  assertEquals(execution.state, "failed");
  const message = "The kernel died (signal 9). Most likely the memory was used up: run fewer";
  assertStringIncludes(execution.result!.error!, message);
});

Deno.test("execute() accepts progress that is no number, and raw output of the kernel", async () => {
  const odd = `import { progressLine } from "lib/notebook/progress_line.ts";
const line = await progressLine("Odd");
await line.update(0 / 0);
await Deno.stdout.write(new TextEncoder().encode("not an event\\n"));
await Deno.jupyter.display({
  "text/plain": "odd",
  "application/vnd.chapter20+json": { progress: null, text: null },
}, { raw: true });`;
  const execution = await trialNotebook("# T", setup, odd);
  await run(execution);
  assertEquals([execution.state, execution.result!.error], ["done", undefined]);
});

for (
  const [name, body, sentence] of [
    [
      "a Python package is missing",
      'case "$*" in *execute.py*) exec /usr/bin/env python3 -S "$@" ;; esac',
      /^The Python packages in \.venv are incomplete \(No module named '\w+'\)\. Delete the folder/,
    ],
    [
      "what executes it crashes",
      'echo "Traceback: x" >&2; exit 1',
      /^What executes the notebook ended by itself \(exit code 1\)\.$/,
    ],
  ] as const
) {
  Deno.test({
    name: `execute() says so when ${name}`,
    ignore: Deno.build.os === "windows", // the stand-in for Python is a shell script
    async fn() {
      const python = await Deno.makeTempFile();
      await Deno.writeTextFile(python, `#!/bin/sh\n${body}\n`);
      await Deno.chmod(python, 0o755);
      const execution = await trialNotebook("# T", setup);
      await run(execution, await Deno.makeTempDir(), { python, env: {} });
      assertEquals(execution.state, "failed");
      assertMatch(execution.result!.error!, sentence);
    },
  });
}
