import { type ParametersCell, readParameters } from "./cells.ts";
import { misfit } from "./fit.ts";
import { type Literal, literal, parseLiteral } from "./literal.ts";
import { findParameter, nameOf, parametersOf } from "./names.ts";
import type { Notebook } from "../catalogue.ts";
import { UserError } from "../../errors.ts";
import type { Scale } from "../../notebook/session.ts";

/** A parameter as the command line gives it. */
export interface Assignment {
  /** Name of the parameter. */
  readonly name: string;
  /** Its value, as text. */
  readonly text: string;
}

/** A cell to run after another one. */
export interface InjectedCell {
  /** Id of the cell before it. */
  readonly after: string;
  /** Its code. */
  readonly source: string;
}

/** A parameter with its new value. */
interface Change {
  readonly path: readonly string[];
  readonly code: string;
  readonly words: string;
}

/** The value of a text; where the parameter is a text, quotes can be left out. */
function valueOf(text: string, model: Literal): Literal {
  try {
    const value = parseLiteral(text);
    return typeof model === "string" && typeof value !== "string" ? text : value;
  } catch {
    return text;
  }
}

/** Most letters of an old value in a sentence. */
const mostLetters = 60;

function shortened(text: string): string {
  return text.length > mostLetters ? `${text.slice(0, mostLetters)}…` : text;
}

function changeOf(
  { name, text }: Assignment,
  figure: string,
  cells: readonly ParametersCell[],
): Change {
  const parameter = findParameter(name, figure, parametersOf(cells));
  const { path, value: before } = parameter;
  const value = valueOf(text, before);
  const wrong = misfit(value, before, nameOf(parameter));
  if (wrong !== undefined) {
    throw new UserError(
      `The parameter does not fit figure ${figure}: ${wrong}`,
      "Write it as in the notebook.",
    );
  }
  const words = `${nameOf(parameter)} = ${literal(value)} in place of ${literal(before)}`;
  return { path, code: literal(value), words: shortened(words) };
}

/**
 * The statements that give the constants of a cell their new values, and those that follow from them
 * as well: `const ratio = 2 * fitted` has to run again where `fitted` is another one.
 */
function statements({ declarations }: ParametersCell, changes: readonly Change[]): string[] {
  const changed = new Set<string>();
  const lines: string[] = [];
  for (const { name, source, uses } of declarations) {
    const own = changes.filter(({ path }) => path[0] === name);
    const whole = own.find(({ path }) => path.length === 1);
    if (whole !== undefined) lines.push(`const ${name} = ${whole.code};`);
    else if (changed.intersection(uses).size > 0) lines.push(source);
    else if (own.length === 0) continue;
    changed.add(name);
    const entries = own.filter(({ path }) => path.length > 1);
    lines.push(...entries.map(({ path, code }) => `${path.join(".")} = ${code};`));
  }
  return lines;
}

/**
 * The code that changes the constants of a parameters cell. It tells the notebook so, since its
 * claims cannot be tested then.
 */
function sourceOf(cell: ParametersCell, changes: readonly Change[]): string {
  const words = changes.map((change) => `  ${JSON.stringify(change.words)},`);
  return [
    "// Parameters from the command line",
    ...statements(cell, changes),
    'const { changedParameters } = await import("lib/notebook/changed_parameters.ts");',
    "await changedParameters([",
    ...words,
    "]);",
  ].join("\n");
}

/**
 * The cells, one after each parameters cell concerned, that give the parameters of a notebook other
 * values, as papermill's cells tagged `injected-parameters` do.
 *
 * @throws {UserError} If a parameter is not known, or its value is of another kind.
 */
export async function injectedCells(
  notebook: Notebook,
  scale: Scale,
  assignments: readonly Assignment[],
): Promise<InjectedCell[]> {
  if (assignments.length === 0) return [];
  const cells = await readParameters(notebook, scale);
  const changes = assignments.map((assignment) => changeOf(assignment, notebook.figure, cells));
  return cells.flatMap((cell) => {
    const own = changes.filter(({ path }) => path[0]! in cell.values);
    return own.length === 0 ? [] : [{ after: cell.id, source: sourceOf(cell, own) }];
  });
}
