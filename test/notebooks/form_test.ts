import { assert, assertEquals } from "@std/assert";
import { parse } from "@babel/parser";
import { basename } from "node:path";
import { notebookPaths } from "lib/cli/catalogue.ts";
import { type Cell, readNotebook, text } from "lib/notebook/notebook_file.ts";
import { projectRoot } from "lib/files.ts";
import { nodesBelow } from "lib/sweep/syntax_tree.ts";
import { scriptsBelow } from "../scripts.ts";

/** A node of a syntax tree. */
interface Node {
  readonly type: string;
  readonly loc: { readonly start: { readonly line: number } };
  readonly argument?: Node | null;
}

/** All nodes of a piece of TypeScript. */
function nodes(code: string): Node[] {
  const tree = parse(code, { sourceType: "module", plugins: ["typescript"], attachComment: false });
  return [...nodesBelow(tree.program) as Iterable<Node>];
}

/** The lines that spread an object literal, each with its number. */
function spreadLiterals(code: string): string[] {
  const lines = code.split("\n");
  return nodes(code)
    .filter(({ type, argument }) =>
      type === "SpreadElement" && argument?.type === "ObjectExpression"
    )
    .map(({ loc }) => `line ${loc.start.line}: ${lines[loc.start.line - 1]!.trim()}`);
}

function assertNone(found: readonly string[], remedy: string): void {
  assert(found.length === 0, `${remedy}\n${found.join("\n")}`);
}

const plainProperties = "Write the properties of a spread literal as plain properties, one a line:";

Deno.test("spreadLiterals() finds a literal that is spread, and no other spread or text", () => {
  const code = `const text = "...{ a: 1 }"; // ...{ a: 1 }
const some = { ...text, ...(text && { b: 1 }) };
await run({
  ...{ c: 1, d: 2 },
});`;
  assertEquals(spreadLiterals(code), ["line 4: ...{ c: 1, d: 2 },"]);
});

for (const folder of ["lib", "test"]) {
  Deno.test(`no file in ${folder}/ spreads an object literal`, async () => {
    const found: string[] = [];
    for (const path of scriptsBelow(folder)) {
      const code = await Deno.readTextFile(projectRoot + path);
      found.push(...spreadLiterals(code).map((line) => `${path}, ${line}`));
    }
    assertNone(found, plainProperties);
  });
}

/** Tests the headings of a figure's notebook. */
function testHeadings(stem: string, cells: readonly Cell[]): void {
  Deno.test(`the notebook ${stem} has the headings that all figures share, in order`, () => {
    const headings = cells.filter(({ cell_type }) => cell_type === "markdown")
      .flatMap(({ source }) => text(source).split("\n"))
      .filter((line) => line.startsWith("## "));
    const shared = [
      "## Parameters",
      "## The experiment",
      "## The figure",
      "## The statements of the caption",
      "## What to notice, and limits",
      "## Exercises",
    ];
    assertEquals(headings.filter((heading) => shared.includes(heading)), shared);
  });
}

for (const path of await notebookPaths()) {
  const stem = basename(path, ".ipynb");
  const { cells } = await readNotebook(path);
  const numbered = cells.map((cell, i) => ({
    cell,
    code: cell.cell_type === "code" ? text(cell.source) : "",
    place: `${stem}, cell ${i + 1}`,
  }));

  Deno.test(`the notebook ${stem} spreads no object literal`, () => {
    const found = numbered.flatMap(({ code, place }) =>
      spreadLiterals(code).map((line) => `${place}, ${line}`)
    );
    assertNone(found, plainProperties);
  });

  Deno.test(`the notebook ${stem} has at most one static import`, () => {
    const found = numbered.flatMap(({ code, place }) =>
      nodes(code)
        .filter(({ type }) => type === "ImportDeclaration")
        .map(({ loc }) => `${place}, line ${loc.start.line}`)
    );
    if (found.length > 1) assertNone(found, "Join these import statements:");
  });

  if (stem.startsWith("20_")) testHeadings(stem, cells);

  Deno.test(`the notebook ${stem} folds the same cells in every program`, () => {
    const found = numbered
      .filter(({ cell: { metadata } }) => {
        const onThePage = metadata.tags?.includes("hide-input") ?? false;
        const inJupyterLab = metadata.jupyter?.source_hidden ?? false;
        return onThePage !== inJupyterLab;
      })
      .map(({ place }) => place);
    assertNone(found, 'Give these cells both the tag "hide-input" and jupyter.source_hidden:');
  });
}
