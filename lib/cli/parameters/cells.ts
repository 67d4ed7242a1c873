import { parse } from "@babel/parser";
import { type Literal, type LiteralObject, parseLiteral } from "./literal.ts";
import type { Notebook } from "../catalogue.ts";
import { projectRoot } from "../../files.ts";
import { type Cell, readNotebook, text } from "../../notebook/notebook_file.ts";
import type { Scale } from "../../notebook/session.ts";
import { freeNamesIn } from "../../sweep/free_names.ts";
import type { Node } from "../../sweep/syntax_tree.ts";

/** A statement that declares a constant of a parameters cell. */
export interface Declaration {
  /** Name of the constant. */
  readonly name: string;
  /** The whole statement. */
  readonly source: string;
  /** The names from outside that its value is made of. */
  readonly uses: ReadonlySet<string>;
}

/** A cell tagged `parameters`. */
export interface ParametersCell {
  /** The cell's id. */
  readonly id: string;
  /** Its constants, in order. */
  readonly declarations: readonly Declaration[];
  /** Their values at one scale. */
  readonly values: LiteralObject;
}

/** A statement's node, with its place in the text. */
interface Statement extends Node {
  readonly start: number;
  readonly end: number;
}

function declarationsOf(source: string): Declaration[] {
  const tree = parse(source, {
    sourceType: "module",
    plugins: ["typescript"],
    attachComment: false,
  });
  const statements = tree.program.body as unknown as Statement[];
  return statements.filter(({ type }) => type === "VariableDeclaration").flatMap((statement) =>
    (statement["declarations"] as Node[]).map((declarator) => ({
      name: (declarator["id"] as Node)["name"] as string,
      source: source.slice(statement.start, statement.end),
      uses: new Set(freeNamesIn(declarator["init"] as Node)),
    }))
  );
}

const isCode = ({ cell_type }: Cell): boolean => cell_type === "code";
const hasParameters = ({ metadata }: Cell): boolean =>
  metadata.tags?.includes("parameters") ?? false;

/** Runs code in a process of its own, and returns the last line that it prints. */
async function lastLine(code: string, scale: Scale): Promise<string> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", `--config=${projectRoot}deno.json`, "--ext=ts", "-"],
    cwd: projectRoot,
    env: { UDL_SCALE: scale },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  await using process = command.spawn();
  const output = process.output();
  const writer = process.stdin.getWriter();
  await writer.write(new TextEncoder().encode(code));
  await writer.close();
  const { success, stdout, stderr } = await output;
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  if (!success) throw new Error(`The parameters could not be computed: ${decode(stderr)}`);
  return decode(stdout).trim().split("\n").at(-1) as string;
}

/** The values of the constants, after the notebook's first cell, which sets it up, has run. */
async function valuesOf(
  setup: string,
  sources: readonly string[],
  names: readonly string[],
  scale: Scale,
): Promise<LiteralObject> {
  const code = [
    setup,
    ...sources,
    'const { literal } = await import("lib/cli/parameters/literal.ts");',
    `console.log(literal({ ${names.join(", ")} }));`,
    "Deno.exit();",
  ];
  return parseLiteral(await lastLine(code.join("\n"), scale)) as Record<string, Literal>;
}

/**
 * The cells of a notebook that are tagged `parameters`, with the values of their constants at a
 * scale. The values are computed, in a process of its own, by running these cells after the first.
 */
export async function readParameters(notebook: Notebook, scale: Scale): Promise<ParametersCell[]> {
  const code = (await readNotebook(notebook.path)).cells.filter(isCode);
  const cells = code.filter(hasParameters);
  const sources = cells.map(({ source }) => text(source));
  const declarations = sources.map(declarationsOf);
  const names = declarations.flat().map(({ name }) => name);
  if (names.length === 0) return [];
  const values = await valuesOf(text(code[0]!.source), sources, names, scale);
  return cells.map(({ id = "" }, i) => {
    const own = declarations[i]!.map(({ name }) => [name, values[name]]);
    return { id, declarations: declarations[i]!, values: Object.fromEntries(own) };
  });
}
