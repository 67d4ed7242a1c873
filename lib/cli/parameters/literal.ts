import { parseExpression } from "@babel/parser";
import type { Node } from "../../sweep/syntax_tree.ts";

/** A value that can be written as a literal; undefined stands for any other, such as a function. */
export type Literal =
  | undefined
  | null
  | boolean
  | number
  | string
  | readonly Literal[]
  | { readonly [key: string]: Literal };

/** An object among the literals. */
export type LiteralObject = Readonly<Record<string, Literal>>;

/** Whether a literal is an object, not a list. */
export function isObject(value: Literal): value is LiteralObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function noLiteral(what: string): SyntaxError {
  return new SyntaxError(`There is no literal with ${what}.`);
}

function nameValue(name: string): Literal {
  if (name === "Infinity") return Infinity;
  if (name === "undefined") return undefined;
  throw noLiteral(name);
}

function negative(node: Node): number {
  const value = valueOf(node["argument"] as Node);
  if (node["operator"] === "-" && typeof value === "number") return -value;
  throw noLiteral(String(node["operator"]));
}

function objectValue(properties: readonly Node[]): LiteralObject {
  const entries = properties.map((property) => {
    if (property.type !== "ObjectProperty" || property["computed"]) throw noLiteral(property.type);
    const key = property["key"] as Node;
    const name = key.type === "Identifier" ? key["name"] : key["value"];
    return [String(name), valueOf(property["value"] as Node)];
  });
  return Object.fromEntries(entries);
}

/** The value of a syntax tree; only those of literals have one. */
function valueOf(node: Node | null): Literal {
  switch (node?.type) {
    case "NumericLiteral":
    case "StringLiteral":
    case "BooleanLiteral":
      return node["value"] as Literal;
    case "NullLiteral":
      return null;
    case "Identifier":
      return nameValue(node["name"] as string);
    case "UnaryExpression":
      return negative(node);
    case "ArrayExpression":
      return (node["elements"] as Node[]).map(valueOf);
    case "ObjectExpression":
      return objectValue(node["properties"] as Node[]);
    default:
      throw noLiteral(String(node?.type));
  }
}

/**
 * Reads a value as it is written in a notebook: numbers, also `10_000` and `Infinity`, texts in
 * quotes, `true` and `false`, lists and objects of them. Nothing is executed.
 *
 * @throws {SyntaxError} If the text is no such value.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseLiteral } from "lib/cli/parameters/literal.ts";
 *
 * assertEquals(parseLiteral("[{ alpha: 8, steps: 15_000 }]"), [{ alpha: 8, steps: 15000 }]);
 * ```
 */
export function parseLiteral(text: string): Literal {
  return valueOf(parseExpression(text) as unknown as Node);
}

function entry([key, value]: readonly [string, unknown]): string {
  const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key);
  return `${isName ? key : JSON.stringify(key)}: ${literal(value)}`;
}

/**
 * Writes a value as it would stand in a notebook; `undefined` for what has no literal.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { literal } from "lib/cli/parameters/literal.ts";
 *
 * assertEquals(literal({ alpha: 8, seeds: [1, 2] }), "{ alpha: 8, seeds: [1, 2] }");
 * ```
 */
export function literal(value: unknown): string {
  if (Number.isNaN(value)) return "undefined";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value === null) return "null";
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object") return "undefined";
  const entries = Object.entries(value).map(entry);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
