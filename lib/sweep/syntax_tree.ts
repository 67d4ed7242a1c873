/** A node of a syntax tree. */
export interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

/**
 * Whether a value in a syntax tree is a node: others are lists, texts, numbers or missing.
 *
 * @example Usage
 * ```ts
 * import { parseExpression } from "@babel/parser";
 * import { assert } from "@std/assert";
 * import { isNode } from "lib/sweep/syntax_tree.ts";
 *
 * assert(isNode(parseExpression("1 + 2")));
 * assert(!isNode(null));
 * ```
 */
export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

/**
 * All nodes of a syntax tree or of a part of one, each before those below it.
 *
 * @example Usage
 * ```ts
 * import { parseExpression } from "@babel/parser";
 * import { assertEquals } from "@std/assert";
 * import { nodesBelow } from "lib/sweep/syntax_tree.ts";
 *
 * const nodes = [...nodesBelow(parseExpression("1 + x"))];
 * assertEquals(nodes.map(({ type }) => type), ["BinaryExpression", "NumericLiteral", "Identifier"]);
 * ```
 */
export function* nodesBelow(tree: unknown): Generator<Node> {
  if (typeof tree !== "object" || tree === null) return;
  if (isNode(tree)) yield tree;
  for (const child of Object.values(tree)) yield* nodesBelow(child);
}
