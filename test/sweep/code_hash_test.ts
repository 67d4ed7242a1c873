import { assertEquals, assertNotEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { projectRoot } from "lib/files.ts";
import { codeHash } from "lib/sweep/code_hash.ts";

/** A small project: what experiment.ts reaches, and what only a page needs. */
const files: Record<string, string> = {
  "deno.json":
    `{ "imports": { "lib/": "./lib/", "d3": "npm:d3@1.0.0", "plot": "npm:plot@1.0.0" } }`,
  "lib/experiment.ts": `
    export { train } from "./train.ts";
    export type { Page } from "./page.ts";
    export { type Chart } from "./page.ts";
    export * from "./later.ts";`,
  "lib/train.ts": `
    import kernel from "./kernel.wasm" with { type: "bytes" };
    import { sum } from "d3/array.js";
    import type { Page } from "./page.ts";
    export const rate = 0.1;
    export function train(steps: number): number {
      if (steps > 1) return sum([steps, kernel.length]);
      return rate;
    }`,
  "lib/kernel.wasm": "asm",
  "lib/later.ts": `
    export const load = async () => [await import("lib/large.ts"), await import("./data.json")];
    export const worker = () => new Worker(new URL("./worker.js", import.meta.url));
    export const root = new URL("../", import.meta.url), output = new URL("out", import.meta.url);`,
  "lib/large.ts": `export const large = "large";`,
  "lib/data.json": `{ "rows": 1 }`,
  "lib/worker.js": `import "./helper.ts"; let [f, a, b, c] = [1, 2, 3, 4]; f < a > (b + c);`,
  "lib/helper.ts": `console.log("helper");`,
  "lib/page.ts": `import "plot"; export interface Page {}; export type Chart = string;`,
  "lib/mod.ts": `export * from "./experiment.ts"; export * from "./page.ts";`,
};

/** Writes the project to a temporary folder. */
async function createProject() {
  const folder = `${await Deno.makeTempDir()}/`;
  await Deno.mkdir(`${folder}lib`);
  let seconds = 0;
  /** Writes a file with a time of its own, as if the tests ran slower. */
  function write(path: string, content: string): void {
    Deno.writeTextFileSync(folder + path, content);
    Deno.utimeSync(folder + path, ++seconds, seconds);
  }
  for (const [path, content] of Object.entries(files)) write(path, content);
  return {
    write,
    /** Replaces a part of a file as it was at first, which must be there. */
    edit(path: string, from: string, to: string): void {
      assertStringIncludes(files[path]!, from);
      write(path, files[path]!.replace(from, to));
    },
    hash: () => codeHash(`${folder}lib/experiment.ts`, `${folder}deno.json`),
    [Symbol.dispose]: () => Deno.removeSync(folder, { recursive: true }),
  };
}

type Edit = [path: string, from: string, to: string];

/** Fails if one of the edits changes the hash. */
async function assertKept(edits: Edit[]): Promise<void> {
  using project = await createProject();
  const before = project.hash();
  for (const [path, from, to] of edits) {
    project.edit(path, from, to);
    assertEquals(project.hash(), before, `${path}: ${to}`);
  }
}

/** Fails unless each of the edits changes the hash. */
async function assertVoided(edits: Edit[]): Promise<void> {
  using project = await createProject();
  const before = project.hash();
  for (const [path, from, to] of edits) {
    project.edit(path, from, to);
    assertNotEquals(project.hash(), before, `${path}: ${to}`);
    project.write(path, files[path]!);
    assertEquals(project.hash(), before, path);
  }
}

Deno.test("codeHash() stays when comments, types or formatting change", async () => {
  await assertKept([
    ["lib/train.ts", "return rate", "return /* the rate */ rate"],
    ["lib/train.ts", "export const", "/** Of learning. */\nexport const"],
    ["lib/train.ts", "steps: number", "steps: 1 | 2"],
    ["lib/train.ts", "return rate", "return (rate as unknown as number)!"],
    ["lib/train.ts", "0.1", '0.1 satisfies number; type Unit = "1/s"'],
    ["lib/train.ts", "export function", "export function train(): 1;\nexport function"],
    ["lib/train.ts", "[steps, kernel.length]", "[\n  steps,\n  (kernel.length),\n]"],
    [
      "lib/train.ts",
      "return sum([steps, kernel.length]);",
      "{ return sum([steps, kernel.length]) }",
    ],
    ["lib/train.ts", '"./kernel.wasm"', "'./kernel.wasm'"],
    ["lib/train.ts", "import type { Page }", "import type { Page, Chart }"],
    ["lib/train.ts", "{ sum }", "{ sum, type Adder }"],
    ["lib/large.ts", '"large"', "'large' as const"],
  ]);
});

Deno.test("codeHash() changes when code that is reached does something else", async () => {
  await assertVoided([
    ["lib/train.ts", "0.1", "0.2"],
    ["lib/train.ts", "steps > 1", "steps >= 1"],
    ["lib/train.ts", "sum([", "sum?.(["],
    ["lib/experiment.ts", "{ train }", "{ train, rate }"],
    ["lib/large.ts", '= "large"', '= "Large"'],
    ["lib/worker.js", "a > (b", "c > (b"],
    ["lib/helper.ts", "helper", "Helper"],
  ]);
});

Deno.test("codeHash() changes with the bytes of a file that is reached and is no code", async () => {
  await assertVoided([
    ["lib/kernel.wasm", "asm", "asn"],
    ["lib/data.json", "1", "2"],
  ]);
});

Deno.test("codeHash() changes with the version of a package that is reached", async () => {
  await assertVoided([["deno.json", "d3@1.0.0", "d3@1.0.1"]]);
});

Deno.test("codeHash() stays when files and packages change that are not reached", async () => {
  await assertKept([
    ["lib/page.ts", 'import "plot";', 'import "plot"; console.log(1);'],
    ["lib/mod.ts", "export", 'console.log("mod"); export'],
    ["deno.json", "plot@1.0.0", "plot@2.0.0"],
  ]);
});

Deno.test("codeHash() does not depend on where the project stands", async () => {
  using first = await createProject();
  using second = await createProject();
  assertEquals(first.hash(), second.hash());
});

Deno.test("codeHash() says which file cannot be read as code", async () => {
  using project = await createProject();
  project.edit("lib/helper.ts", "(", "((");
  assertThrows(() => project.hash(), Error, "lib/helper.ts cannot be read as code");
});

Deno.test("codeHash() without arguments is that of lib/experiment.ts", () => {
  const paths = ["lib/experiment.ts", "deno.json"].map((path) => projectRoot + path);
  assertEquals(codeHash(), codeHash(...paths));
  assertNotEquals(codeHash(), codeHash(`${projectRoot}lib/mod.ts`));
});
