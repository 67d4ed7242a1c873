import { parse } from "@babel/parser";
import { assert, assertEquals } from "@std/assert";
import { catalogue } from "lib/cli/catalogue.ts";
import { projectRoot } from "lib/files.ts";
import { nodesBelow } from "lib/sweep/syntax_tree.ts";
import { readNotebook } from "lib/notebook/notebook_file.ts";
import { notebookModules } from "lib/web/build/notebook_modules.ts";
import { scriptsBelow } from "../scripts.ts";

/** The folders of `lib/` that compute results. */
const folders = [
  "analysis",
  "compute",
  "datasets",
  "elementary",
  "models",
  "sweep",
  "training",
  "weights",
];

/** Of `Math`, what ECMAScript defines to the last bit. */
const exact = new Set([
  ...["abs", "ceil", "clz32", "floor", "fround", "imul", "max", "min", "round", "sign", "sqrt"],
  ...["trunc", "E", "LN2", "LN10", "LOG2E", "LOG10E", "PI", "SQRT1_2", "SQRT2"],
]);

/** A node of a syntax tree. */
interface Node {
  readonly type: string;
  readonly operator?: string;
  readonly object?: Node;
  readonly property?: Node;
  readonly left?: Node;
  readonly right?: Node;
  readonly name?: string;
}

/** What a node takes from the engine that can differ from one to another; undefined if nothing. */
function inexact({ type, operator, object, property, left, right }: Node): string | undefined {
  if (type === "MemberExpression" && object?.name === "Math" && !exact.has(property!.name!)) {
    return `Math.${property!.name}`;
  }
  if (operator !== "**" && operator !== "**=") return undefined;
  const isConstant = left?.type === "NumericLiteral" && right?.type === "NumericLiteral";
  return isConstant ? undefined : "**";
}

/** What some code takes from the engine that can differ. */
function inexactIn(code: string): string[] {
  const { program } = parse(code, { sourceType: "module", plugins: ["typescript"] });
  const nodes = [...nodesBelow(program.body) as Iterable<Node>];
  return nodes.map(inexact).filter((found) => found !== undefined);
}

Deno.test("no result depends on what an engine may round as it likes", () => {
  assertEquals(inexactIn("y = Math.exp(x) + Math.sqrt(x) + x ** 2 + 2 ** 30;"), ["Math.exp", "**"]);
  const files = ["lib/random.ts", ...folders.flatMap((folder) => scriptsBelow(`lib/${folder}`))];
  assert(files.length > 80, "the files were not found");
  const found = files.flatMap((path) =>
    inexactIn(Deno.readTextFileSync(projectRoot + path)).map((what) => `${path}: ${what}`)
  );
  assertEquals(found, []);
});

for (const { figure, path } of await catalogue()) {
  Deno.test(`no run of figure ${figure} depends on what an engine may round as it likes`, async () => {
    assertEquals(inexactIn(notebookModules(await readNotebook(path)).experiments), []);
  });
}
