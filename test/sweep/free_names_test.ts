import { assertEquals, assertThrows } from "@std/assert";
import { freeNames } from "lib/sweep/free_names.ts";

/** Sources with their free names, separated by blanks. */
const cases: Record<string, [source: string, free: string][]> = {
  "parameters": [
    ["(x) => x", ""],
    ["x => x + alpha", "alpha"],
    ["({ a, b: c, ...d }) => [a, b, c, d]", "b"],
    ["([a, , [b = alpha], ...c]) => [a, b, c]", "alpha"],
    ["(a, b = a, c = d) => [a, b, c]", "d"],
    ["({ [key]: a, b = beta }) => [a, b]", "key beta"],
    ["(a = own) => { var own; return own; }", "own"],
    ["(a = () => a) => a", ""],
    ["async (a) => { await a; }", ""],
    ["function* (a) { yield* a; yield b; }", "b"],
    ["async function* (a) { for await (const b of a) yield b; }", ""],
  ],
  "declarations": [
    ["() => { later = 1; { var later; } return later; }", ""],
    ["() => { { let a = 1; const b = a; } return [a, b]; }", "a b"],
    ["() => { f(); function f() { return g; } { function h() {} } h(); }", "g h"],
    ["() => { const { a, ...b } = c, [d = e] = a; return [b, d]; }", "c e"],
    ["() => { new A(); class A {} }", ""],
    ["() => { var f = () => { var inner; }; return inner; }", "inner"],
    ["() => { a.b = 1; [c, d.e] = [1]; ({ f, g: h } = {}); i++; }", "a c d f h i"],
    ["() => { using a = b; return a; }", "b"],
  ],
  "loops, branches and labels": [
    ["() => { for (let i = 0, n = m; i < n; i++) i; return i; }", "m i"],
    ["() => { for (var i = 0;;) break; return i; }", ""],
    ["() => { for (const k in a) k; for (const [v] of b) v; return [k, v]; }", "a b k v"],
    ["() => { for (k of []) k; }", "k"],
    ["() => { outer: for (;;) { inner: for (;;) { continue outer; break inner; } } }", ""],
    ["(x) => { switch (x) { case a: let b; default: b; } return b; }", "a b"],
    ["() => { switch (x) { default: let x; } }", "x"],
    ["() => { try { a; } catch { b; } finally { c; } }", "a b c"],
    ["() => { try { } catch ({ message, cause = d }) { message; } return message; }", "d message"],
    ["() => { try { } catch (error) { var kept = error; } return kept; }", ""],
    ["() => { if (typeof alpha === 'undefined') void beta; }", "alpha beta"],
  ],
  "names of members": [
    ["(x) => x.a.b?.c?.(x?.[d], x[e])", "d e"],
    [
      "(x) => ({ a: x, b, 'c': 1, [d]: 2, e() { return f; }, get g() { return x; }, ...h })",
      "b d f h",
    ],
    ["(x) => ({ name: x })", ""],
    ["(x) => ({ name })", "name"],
    ["(x) => `${x} ${a}` + tag`text ${b}`", "a tag b"],
    ["() => import(a)", "a"],
  ],
  "functions and their own names": [
    ["function f(n) { return n > 0 ? f(n - 1) : arguments.length; }", ""],
    ["() => arguments", "arguments"],
    ["function () { return () => arguments; }", ""],
    ["() => [function own() { return own; }, own]", "own"],
    ["() => ({ method() { return method; } })", "method"],
    ["function () { return new.target; }", ""],
    ["(x) => (y) => (z) => [x, y, z, w]", "w"],
  ],
  "classes": [
    [
      "() => class A extends B { c = d; static e = A; #f = g; [h] = 1; m() { return this.#f; } }",
      "B d g h",
    ],
    ["() => [class A {}, A]", "A"],
    ["() => { class A { static { var a = b; } } return a; }", "b a"],
    ["() => class { get [a]() { return b; } static async *c(d = e) { super.f(d); } }", "a b e"],
    ["() => class { #a() { return #a in this && c; } constructor(b) { this.x = b; } }", "c"],
  ],
};

for (const [kind, sources] of Object.entries(cases)) {
  Deno.test(`freeNames() knows ${kind}`, () => {
    for (const [source, free] of sources) assertEquals(freeNames(source).join(" "), free, source);
  });
}

Deno.test("freeNames() names each once, in the order of use", () => {
  assertEquals(freeNames("() => [b, a, b, a]"), ["b", "a"]);
});

Deno.test("freeNames() refuses what is no expression", () => {
  for (const source of ["method(x) { return x; }", "function () { [native code] }"]) {
    assertThrows(() => freeNames(source), SyntaxError);
  }
});
