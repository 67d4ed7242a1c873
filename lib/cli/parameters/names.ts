import type { ParametersCell } from "./cells.ts";
import { isObject, type Literal } from "./literal.ts";
import { UserError } from "../../errors.ts";
import { nearestName } from "../../options.ts";

/** A constant of a parameters cell, or an entry of one. */
export interface Parameter {
  /** The name of the constant and those of the entries, such as `["settings", "weightDecay"]`. */
  readonly path: readonly string[];
  /** Its value in the notebook. */
  readonly value: Literal;
}

/** A value with all entries below it; lists are one value. */
function* parametersBelow(path: readonly string[], value: Literal): Generator<Parameter> {
  yield { path, value };
  if (!isObject(value)) return;
  for (const [key, entry] of Object.entries(value)) yield* parametersBelow([...path, key], entry);
}

/** All parameters of some cells, in order. */
export function parametersOf(cells: readonly ParametersCell[]): Parameter[] {
  return cells.flatMap(({ values }) =>
    Object.entries(values).flatMap(([name, value]) => [...parametersBelow([name], value)])
  );
}

/** What a parameter is called: its path, without the `settings` that most of them stand in. */
export function nameOf({ path }: Parameter): string {
  return (path[0] === "settings" && path.length > 1 ? path.slice(1) : path).join(".");
}

function unknown(name: string, figure: string, all: readonly Parameter[]): UserError {
  const names = all.filter(({ path }) => path.join() !== "settings").map(nameOf);
  if (names.length === 0) {
    return new UserError(`Figure ${figure} has no parameters.`, "Leave out -p.");
  }
  const contains = (known: string): boolean => known.toLowerCase().includes(name.toLowerCase());
  const similar = names.filter(contains);
  const nearest = nearestName(name, similar.length > 0 ? similar : names);
  return new UserError(
    `Figure ${figure} has no parameter "${name}".`,
    `Did you mean "${nearest}"? There are ${names.join(", ")}.`,
  );
}

/**
 * The parameter of a name: a constant of the parameters cells; otherwise an entry of `settings`;
 * otherwise the end of a path, if there is only one, such as `spins` for `glassSettings.spins`.
 *
 * @throws {UserError} If there is none, or more than one.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { findParameter } from "lib/cli/parameters/names.ts";
 *
 * const all = [{ path: ["settings", "weightDecay"], value: 0.1 }];
 * assertEquals(findParameter("weightDecay", "20.13", all).value, 0.1);
 * ```
 */
export function findParameter(
  name: string,
  figure: string,
  all: readonly Parameter[],
): Parameter {
  const whole = all.filter(({ path }) => path.join(".") === name);
  const setting = all.filter((parameter) => nameOf(parameter) === name);
  const ending = all.filter(({ path }) => path.join(".").endsWith(`.${name}`));
  const found = [whole, setting, ending].find((list) => list.length > 0);
  if (found === undefined) throw unknown(name, figure, all);
  if (found.length > 1) {
    const names = found.map(nameOf);
    throw new UserError(
      `Figure ${figure} has ${found.length} parameters "${name}".`,
      `Choose from ${names.join(", ")}.`,
    );
  }
  return found[0]!;
}
