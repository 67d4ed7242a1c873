import { isObject, type Literal, literal } from "./literal.ts";
import { nearestName } from "../../options.ts";

/** What a value is, in words. */
function kindOf(value: Literal): string {
  if (typeof value === "number") return "a number";
  if (typeof value === "string") return "a text";
  if (typeof value === "boolean") return "true or false";
  if (Array.isArray(value)) return "a list";
  return "an object";
}

function wrongKeys(value: Literal, model: Literal, name: string): string | undefined {
  if (!isObject(value) || !isObject(model)) return undefined;
  const known = Object.keys(model);
  const extra = Object.keys(value).find((key) => !known.includes(key));
  if (extra !== undefined) {
    return `${name} has no entry "${extra}"; did you mean "${nearestName(extra, known)}"?`;
  }
  const missing = known.find((key) => !(key in value));
  if (missing !== undefined) return `${name} lacks the entry "${missing}".`;
  for (const key of known) {
    const found = misfit(value[key], model[key], `${name}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The elements of a list are held against the first one of the model. */
function wrongElement(value: Literal, model: Literal, name: string): string | undefined {
  if (!Array.isArray(value) || !Array.isArray(model) || model.length === 0) return undefined;
  const found = value.map((element, i) => misfit(element, model[0], `${name}[${i}]`));
  return found.find((sentence) => sentence !== undefined);
}

/**
 * What is wrong with a value that shall take the place of another, as a sentence; undefined if
 * it is of the same kind, with the same entries. What is in place of `undefined` can be anything.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { misfit } from "lib/cli/parameters/fit.ts";
 *
 * assertEquals(misfit([1, 8], [1, 2, 4], "multiples"), undefined);
 * assertEquals(misfit("x", 0.1, "rate"), 'rate is a number, such as 0.1, not "x".');
 * ```
 */
export function misfit(value: Literal, model: Literal, name: string): string | undefined {
  if (model === undefined) return undefined;
  if (kindOf(value) !== kindOf(model)) {
    return `${name} is ${kindOf(model)}, such as ${literal(model)}, not ${literal(value)}.`;
  }
  return wrongElement(value, model, name) ?? wrongKeys(value, model, name);
}
