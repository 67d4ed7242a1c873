import { UserError } from "./errors.ts";

/** How many letters must be changed, added or taken away to turn one word into another. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const change = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row.at(-1)!;
}

/**
 * The known name that is most like another one; undefined if there is none.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { nearestName } from "lib/options.ts";
 *
 * assertEquals(nearestName("stpes", ["batch", "steps"]), "steps");
 * ```
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const distance = (other: string) => editDistance(name.toLowerCase(), other.toLowerCase());
  return known.toSorted((a, b) => distance(a) - distance(b))[0];
}

/**
 * Checks that an object of options has known names only: a notebook's cells run without a check of
 * types, and a misspelt option would be ignored.
 *
 * @param of What the options are for, such as `"train()"`.
 * @throws {UserError} If a name is not known; it gives the nearest one that is.
 *
 * @example Usage
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { UserError } from "lib/errors.ts";
 * import { checkKeys } from "lib/options.ts";
 *
 * const options: { steps?: number; batch?: number } = JSON.parse('{ "stpes": 10 }');
 * const check = () => checkKeys(options, ["steps", "batch"], "train()");
 * assertThrows(check, UserError, "train() has no option `stpes`. Did you mean `steps`?");
 * ```
 */
export function checkKeys<T extends object>(
  options: T,
  known: readonly (keyof T & string)[],
  of: string,
): void {
  for (const key of Object.keys(options)) {
    if (known.some((name) => name === key)) continue;
    throw new UserError(
      `${of} has no option \`${key}\`.`,
      `Did you mean \`${nearestName(key, known)}\`? There are ${
        known.map((name) => `\`${name}\``).join(", ")
      }.`,
    );
  }
}

/**
 * Checks the value of an option.
 *
 * @param holds Whether it is as it should be.
 * @param name Name of the option, such as `"batch.size"`.
 * @param rule What it should be, such as `"a whole number of at least 1"`.
 * @param of What the options are for, such as `"train()"`.
 * @throws {UserError} If it is not; it names the option and the rule.
 *
 * @example Usage
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { UserError } from "lib/errors.ts";
 * import { checkOption } from "lib/options.ts";
 *
 * const rate = NaN;
 * const check = () => checkOption(rate > 0, "learningRate", rate, "a positive number", "sgd()");
 * assertThrows(check, UserError, "The option `learningRate` of sgd() is NaN.");
 * ```
 */
export function checkOption(
  holds: boolean,
  name: string,
  value: unknown,
  rule: string,
  of: string,
): void {
  if (holds) return;
  const shown = typeof value === "string" ? `"${value}"` : value;
  throw new UserError(`The option \`${name}\` of ${of} is ${shown}.`, `Give ${rule}.`);
}

/**
 * Checks that an option is a whole number, and not less than `least`.
 *
 * @example Usage
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { checkWhole } from "lib/options.ts";
 *
 * checkWhole(2, 1, "workers", "sweep()");
 * assertThrows(() => checkWhole(2.5, 1, "workers", "sweep()"));
 * ```
 */
export function checkWhole(value: number, least: number, name: string, of: string): void {
  const holds = Number.isInteger(value) && value >= least;
  checkOption(holds, name, value, `a whole number of at least ${least}`, of);
}

/**
 * Checks that an option is one of several words.
 *
 * @example Usage
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { checkWord } from "lib/options.ts";
 *
 * checkWord("mse", ["crossEntropy", "mse"], "loss", "mlp()");
 * assertThrows(() => checkWord("MSE", ["crossEntropy", "mse"], "loss", "mlp()"));
 * ```
 */
export function checkWord(value: string, words: readonly string[], name: string, of: string): void {
  const list = words.map((word) => `"${word}"`).join(" or ");
  checkOption(words.includes(value), name, value, list, of);
}
