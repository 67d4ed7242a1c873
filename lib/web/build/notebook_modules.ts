import { parse } from "@babel/parser";
import { type NotebookFile, text } from "../../notebook/notebook_file.ts";
import { nodesBelow } from "../../sweep/syntax_tree.ts";

/** A notebook as modules for a page and for its workers. */
export interface NotebookModules {
  /** A module whose default export runs the cells. */
  readonly notebook: string;
  /** A module with the functions of the sweeps, by the sweeps' names. */
  readonly experiments: string;
}

/** A node of a syntax tree, with its place in the text. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly callee?: Node;
  readonly arguments?: readonly Node[];
  readonly name?: string;
  readonly properties?: readonly Node[];
  readonly key?: Node;
  readonly value?: unknown;
}

/** The call of `sweep()` of a node, with its function and its name. */
function sweepCall(
  { type, callee, arguments: given }: Node,
): { fn: Node; name: string } | undefined {
  if (type !== "CallExpression" || callee?.name !== "sweep") return undefined;
  const [, fn, options] = given!;
  const property = options?.properties?.find(({ key }) => key?.name === "name");
  const name = (property?.value as Node | undefined)?.value;
  if (fn?.type !== "ArrowFunctionExpression" || typeof name !== "string") {
    throw new Error("A sweep needs an arrow function, and a name in quotes.");
  }
  return { fn, name };
}

/**
 * Makes modules of a notebook: its functions for workers apart, since a page may not make code of
 * text, and the rest of its cells as they are, one after the other.
 *
 * @throws {Error} If a cell is no TypeScript, or a sweep's function does not stand in its call.
 *
 * @example Usage
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { notebookModules } from "lib/web/build/notebook_modules.ts";
 *
 * const source = 'const runs = await sweep([{ n: 1 }], ({ n }) => ({ m: n }), { name: "one" });';
 * const cells = [{ cell_type: "code", id: "a", source, metadata: {} }];
 * const { experiments, notebook } = notebookModules({ cells });
 * assertEquals(experiments, 'export const experiments = {\n  "one": ({ n }) => ({ m: n }),\n};\n');
 * assert(notebook.includes('enterCell("a");\nconst runs = await sweep([{ n: 1 }], null, {'));
 * ```
 */
export function notebookModules({ cells }: NotebookFile): NotebookModules {
  const imports: string[] = [];
  const experiments: string[] = [];
  const codeCells = cells.filter(({ cell_type }) => cell_type === "code");
  const bodies = codeCells.map(({ id = "", source }) => {
    const code = text(source);
    const { program } = parse(code, { sourceType: "module", plugins: ["typescript"] });
    let body = "";
    let end = 0;
    /** Leaves out what stands from `from` to `to`, and puts a text in its place. */
    function replace({ start, end: to }: Node, text: string): void {
      body += code.slice(end, start) + text;
      end = to;
    }
    for (const node of nodesBelow(program.body) as Iterable<Node>) {
      if (node.type === "ImportDeclaration") {
        imports.push(code.slice(node.start, node.end));
        replace(node, "");
      }
      const call = sweepCall(node);
      if (call === undefined) continue;
      experiments.push(`  "${call.name}": ${code.slice(call.fn.start, call.fn.end)},\n`);
      replace(call.fn, "null");
    }
    return `enterCell("${id}");\n${body}${code.slice(end)}`;
  });
  const usesDeno = codeCells.some(({ source }) => /\bDeno\b/.test(text(source)));
  return {
    notebook: [
      'import { enterCell } from "lib/web/host.ts";',
      ...imports,
      ...(usesDeno ? ["const Deno = { env: { get: () => undefined } };"] : []),
      "export default async function () {",
      ...bodies,
      "}\n",
    ].join("\n"),
    experiments: `export const experiments = {\n${experiments.join("")}};\n`,
  };
}
