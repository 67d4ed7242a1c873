import { parseExpression } from "@babel/parser";
import { isNode, type Node } from "./syntax_tree.ts";

/** A part of the code in which names are declared. */
interface Scope {
  readonly names: Set<string>;
  /** The scope around it. */
  readonly outer: Scope | undefined;
  /** Whether it holds the names that `var` declares in it, as the body of a function does. */
  readonly holdsVar: boolean;
}

/** A name that is read or written. */
interface Use {
  readonly name: string;
  readonly scope: Scope;
}

function scopeIn(outer: Scope | undefined, holdsVar = false): Scope {
  return { names: new Set(), outer, holdsVar };
}

/** The nodes in a field: one, several, or none. */
function nodesIn(field: unknown): Node[] {
  return [field].flat().filter(isNode);
}

/** The names that a parameter or the left side of a declaration gives a value to. */
function boundNames(pattern: Node): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern["name"] as string];
    case "ObjectPattern":
      return nodesIn(pattern["properties"]).flatMap(boundNames);
    case "ObjectProperty":
      return nodesIn(pattern["value"]).flatMap(boundNames);
    case "ArrayPattern":
      return nodesIn(pattern["elements"]).flatMap(boundNames);
    case "AssignmentPattern":
      return nodesIn(pattern["left"]).flatMap(boundNames);
    case "RestElement":
      return nodesIn(pattern["argument"]).flatMap(boundNames);
    default:
      return [];
  }
}

/** Declares the names of patterns in a scope. */
function declare(patterns: unknown, scope: Scope): void {
  for (const pattern of nodesIn(patterns)) {
    for (const name of boundNames(pattern)) scope.names.add(name);
  }
}

/** The scope that holds what `var` declares here. */
function varScope(scope: Scope): Scope {
  return scope.holdsVar || !scope.outer ? scope : varScope(scope.outer);
}

function visitAll(field: unknown, scope: Scope, uses: Use[]): void {
  for (const node of nodesIn(field)) visit(node, scope, uses);
}

function visitFields(node: Node, scope: Scope, uses: Use[]): void {
  for (const field of Object.values(node)) visitAll(field, scope, uses);
}

function visitFunction(node: Node, scope: Scope, uses: Use[]): void {
  if (node["computed"] === true) visitAll(node["key"], scope, uses);
  if (node.type === "FunctionDeclaration") declare(node["id"], scope);
  const own = scopeIn(scope);
  if (node.type === "FunctionExpression") declare(node["id"], own);
  if (node.type !== "ArrowFunctionExpression") own.names.add("arguments");
  declare(node["params"], own);
  visitAll(node["params"], own, uses);
  // Defaults of parameters do not see what the body declares.
  const body = node["body"] as Node;
  if (body.type === "BlockStatement") visitFields(body, scopeIn(own, true), uses);
  else visit(body, own, uses);
}

function visitClass(node: Node, scope: Scope, uses: Use[]): void {
  if (node.type === "ClassDeclaration") declare(node["id"], scope);
  const own = scopeIn(scope);
  declare(node["id"], own);
  visitFields(node, own, uses);
}

/** Notes all names that are used in a node, and declares those that it declares. */
function visit(node: Node, scope: Scope, uses: Use[]): void {
  switch (node.type) {
    case "Identifier":
      uses.push({ name: node["name"] as string, scope });
      return;
    case "ArrowFunctionExpression":
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ObjectMethod":
    case "ClassMethod":
    case "ClassPrivateMethod":
      visitFunction(node, scope, uses);
      return;
    case "ClassDeclaration":
    case "ClassExpression":
      visitClass(node, scope, uses);
      return;
    case "VariableDeclaration":
      for (const { id } of nodesIn(node["declarations"])) {
        declare(id, node["kind"] === "var" ? varScope(scope) : scope);
      }
      visitFields(node, scope, uses);
      return;
    case "BlockStatement":
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
      visitFields(node, scopeIn(scope), uses);
      return;
    case "StaticBlock":
      visitFields(node, scopeIn(scope, true), uses);
      return;
    case "SwitchStatement":
      visitAll(node["discriminant"], scope, uses);
      visitAll(node["cases"], scopeIn(scope), uses);
      return;
    case "CatchClause": {
      const own = scopeIn(scope);
      declare(node["param"], own);
      visitFields(node, own, uses);
      return;
    }
    case "MemberExpression":
    case "OptionalMemberExpression":
      visitAll(node["object"], scope, uses);
      if (node["computed"] === true) visitAll(node["property"], scope, uses);
      return;
    case "ObjectProperty":
    case "ClassProperty":
    case "ClassAccessorProperty":
      if (node["computed"] === true) visitAll(node["key"], scope, uses);
      visitAll(node["value"], scope, uses);
      return;
    case "LabeledStatement":
      visitAll(node["body"], scope, uses);
      return;
    // Their names are those of labels, of private members and of `new.target`.
    case "BreakStatement":
    case "ContinueStatement":
    case "PrivateName":
    case "MetaProperty":
      return;
    default:
      visitFields(node, scope, uses);
  }
}

function isDeclared(name: string, scope: Scope | undefined): boolean {
  return scope !== undefined && (scope.names.has(name) || isDeclared(name, scope.outer));
}

/**
 * The names that a syntax tree uses and does not declare, in the order of their first use; those in
 * its types are among them.
 *
 * @example Usage
 * ```ts
 * import { parseExpression } from "@babel/parser";
 * import { assertEquals } from "@std/assert";
 * import { freeNamesIn } from "lib/sweep/free_names.ts";
 *
 * assertEquals(freeNamesIn(parseExpression("[rate, (x) => x * rate]")), ["rate"]);
 * ```
 */
export function freeNamesIn(tree: object): string[] {
  const uses: Use[] = [];
  visitAll(tree, scopeIn(undefined), uses);
  const free = uses.filter(({ name, scope }) => !isDeclared(name, scope));
  return [...new Set(free.map(({ name }) => name))];
}

/**
 * The names that a function uses and does not declare, in the order of their first use: globals, and
 * what it captures from the code around it.
 *
 * @param source JavaScript source of the function.
 * @throws {SyntaxError} If the source is no expression, as that of a method or a native function.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { freeNames } from "lib/sweep/free_names.ts";
 *
 * const source = "({ seed }) => { const rate = alpha / 2; return Math.max(rate, seed); }";
 * assertEquals(freeNames(source), ["alpha", "Math"]);
 * ```
 */
export function freeNames(source: string): string[] {
  return freeNamesIn(parseExpression(source, { strictMode: true, attachComment: false }));
}
