import { parse, parseExpression, type ParserOptions } from "@babel/parser";
import { isNode, type Node } from "./syntax_tree.ts";

/** Fields that say where and how a node is written, or something to the type checker alone. */
const unspoken = new Set([
  "start",
  "end",
  "loc",
  "extra",
  "comments",
  "errors",
  "abstract",
  "accessibility",
  "declare",
  "definite",
  "implements",
  "override",
  "readonly",
  "exportKind",
  "importKind",
]);

/** Nodes that are gone when the code runs. */
const erased = new Set([
  "TSTypeAnnotation",
  "TSTypeParameterDeclaration",
  "TSTypeParameterInstantiation",
  "TSInterfaceDeclaration",
  "TSTypeAliasDeclaration",
  "TSIndexSignature",
  "TSDeclareFunction",
  "TSDeclareMethod",
  "EmptyStatement",
]);

/** Nodes of which only the expression inside is left when the code runs. */
const wrappers = new Set([
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
  "TSInstantiationExpression",
]);

/** Whether the node is gone when the code runs. */
function isErased(value: unknown): boolean {
  if (!isNode(value)) return false;
  const { type, specifiers } = value;
  if (erased.has(type) || value["declare"] === true) return true;
  if (value["importKind"] === "type" || value["exportKind"] === "type") return true;
  // An abstract class is there when the code runs, but its abstract fields are not.
  if (value["abstract"] === true && type !== "ClassDeclaration") return true;
  // An export of a type or of an overload's signature.
  if (isErased(value["declaration"])) return true;
  return Array.isArray(specifiers) && specifiers.length > 0 && specifiers.every(isErased);
}

/** Whether this is the parameter that gives the type of `this`; as an expression it has no name. */
function isThisParameter(value: unknown): boolean {
  return isNode(value) && value.type === "Identifier" && value["name"] === "this";
}

/** The only statement of a block if it needs no braces: formatting adds and removes them. */
function loneStatement({ type, body, directives }: Node): Node | undefined {
  if (type !== "BlockStatement" || !Array.isArray(body) || body.length !== 1) return undefined;
  if (Array.isArray(directives) && directives.length > 0) return undefined;
  const [statement] = body;
  return statement.type.endsWith("Declaration") ? undefined : statement;
}

/** The part of a syntax tree that counts when the code runs. */
function canonicalTree(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) {
    return value.filter((item) => !isErased(item) && !isThisParameter(item)).map(canonicalTree);
  }
  if (!isNode(value)) return value;
  if (wrappers.has(value.type)) return canonicalTree(value["expression"]);
  const statement = loneStatement(value);
  if (statement) return canonicalTree(statement);
  const fields: [string, unknown][] = [];
  // Sorted, since the parser fills in the fields of `f?.<T>()` and `f?.()` in different orders.
  for (const name of Object.keys(value).sort()) {
    const field = value[name];
    if (unspoken.has(name) || isErased(field)) continue;
    // In `a?.b` it does something; in the parameter `a?` it is about types.
    if (name === "optional" && !value.type.startsWith("Optional")) continue;
    fields.push([name, canonicalTree(field)]);
  }
  return Object.fromEntries(fields);
}

function stringValue(node: unknown): string | undefined {
  return isNode(node) && node.type === "StringLiteral" ? String(node["value"]) : undefined;
}

/** The first argument of `new URL("…", import.meta.url)`. */
function addressOf({ type, callee, arguments: list }: Node): string | undefined {
  if (type !== "NewExpression" || !isNode(callee) || callee["name"] !== "URL") return undefined;
  const [address, base] = list as unknown[];
  if (!isNode(base) || !isNode(base["object"])) return undefined;
  return base["object"].type === "MetaProperty" ? stringValue(address) : undefined;
}

/** A module without all that does not count when it runs. */
export interface CanonicalModule {
  /** What it does, as a text that is equal for equal meanings. */
  readonly text: string;
  /** What it imports, also where it exports that on or imports it later. */
  readonly imports: string[];
  /** Addresses that it gives relative to its own, by `new URL("…", import.meta.url)`. */
  readonly addresses: string[];
}

function collect(tree: unknown, imports: string[], addresses: string[]): void {
  if (typeof tree !== "object" || tree === null) return;
  if (isNode(tree)) {
    const [source, address] = [stringValue(tree["source"]), addressOf(tree)];
    if (source !== undefined) imports.push(source);
    if (address !== undefined) addresses.push(address);
  }
  for (const part of Object.values(tree)) collect(part, imports, addresses);
}

/**
 * Removes comments, formatting and types from the code of a module.
 *
 * @param typescript Whether it is TypeScript; else it is JavaScript.
 * @throws {SyntaxError} If it is neither.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { canonicalModule } from "lib/sweep/canonical_code.ts";
 *
 * const typed = canonicalModule('import "./a.ts";\nlet x: number = 1; // one', true);
 * assertEquals(typed, canonicalModule("import './a.ts'; let x = 1", false));
 * assertEquals(typed.imports, ["./a.ts"]);
 * ```
 */
export function canonicalModule(code: string, typescript: boolean): CanonicalModule {
  const options: ParserOptions = { sourceType: "module", attachComment: false };
  if (typescript) options.plugins = ["typescript"];
  const tree = canonicalTree(parse(code, options).program);
  const imports: string[] = [];
  const addresses: string[] = [];
  collect(tree, imports, addresses);
  return { text: JSON.stringify(tree), imports, addresses };
}

/**
 * Removes comments and formatting from the JavaScript source of a function.
 *
 * @throws {SyntaxError} If the source is no expression.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { canonicalSource } from "lib/sweep/canonical_code.ts";
 *
 * const commented = "(x) => {\n  return 2 * x; // twice\n}";
 * assertEquals(canonicalSource(commented), canonicalSource("x => { return 2 * x }"));
 * ```
 */
export function canonicalSource(source: string): string {
  const tree = parseExpression(source, { strictMode: true, attachComment: false });
  return JSON.stringify(canonicalTree(tree));
}
