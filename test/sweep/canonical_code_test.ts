import { assertEquals, assertThrows } from "@std/assert";
import { canonicalModule, canonicalSource } from "lib/sweep/canonical_code.ts";

Deno.test("canonicalModule() takes TypeScript for the JavaScript that is left of it", () => {
  const pairs = [
    ["let x: number | undefined;", "let x;"],
    ["let x!: number;", "let x;"],
    ["let y = <string> x;", "let y = x;"],
    ["let y = x! + (x as number);", "let y = x + x;"],
    ["let y = a?.b!.c?.<string>();", "let y = a?.b.c?.();"],
    ["f<number>(g<string>);", "f(g);"],
    ["function f<T>(this: T, x?: T, y: T = 1): x is T {}", "function f(x, y = 1) {}"],
    ["function f(): 1; function f(): 2; function f() {}", "function f() {}"],
    [
      "export default function f(): 1; export default function f() {}",
      "export default function f() {}",
    ],
    ["interface A {} type B = 1; declare const c: 1; declare module 'm' {}", ""],
    ["export interface A {} export type B = 1; export declare const c: 1;", ""],
    ["import type { A } from './a.ts'; export type * from './b.ts';", ""],
    ["import { type A } from './a.ts'; export { type B } from './b.ts';", ""],
    ["import { type A, b } from './a.ts';", "import { b } from './a.ts';"],
    ["class A<T> extends B<T> implements C {}", "class A extends B {}"],
    ["abstract class A { abstract x: 1; abstract f(): 1; declare y: 1; }", "class A {}"],
    ["class A { private readonly x?: 1; [key: string]: 1; f?(): 1 }", "class A { x; }"],
    ["class A extends B { override f(): void {} }", "class A extends B { f() {} }"],
  ];
  for (const [typed, plain] of pairs) {
    assertEquals(canonicalModule(typed!, true), canonicalModule(plain!, false), typed);
  }
});

Deno.test("canonicalModule() keeps what TypeScript adds to the code that runs", () => {
  const codes = [
    "enum A { B = 1 }",
    "enum A { B = 2 }",
    "namespace A { export const b = 1; }",
    "class A { constructor(x: number) {} }",
    "class A { constructor(private x: number) {} }",
  ];
  assertEquals(new Set(codes.map((code) => canonicalModule(code, true).text)).size, codes.length);
});

Deno.test("canonicalModule() lists what a module imports and names", () => {
  const { imports, addresses } = canonicalModule(
    `
      import a from "./a.ts";
      import type { B } from "./b.ts";
      export * as c from "c";
      let d: typeof import("./d.ts") = await import("./e.ts");
      new URL("f.wasm", import.meta.url), new URL("https://g.org"), await import(name);
    `,
    true,
  );
  assertEquals(imports, ["./a.ts", "c", "./e.ts"]);
  assertEquals(addresses, ["f.wasm"]);
});

Deno.test("canonicalModule() refuses what is no code", () => {
  assertThrows(() => canonicalModule("let x: number", false), SyntaxError);
});

Deno.test("canonicalSource() is the same for the same function in another form", () => {
  const source = canonicalSource(
    "async (x, { a }) => { if (x) await a(x, 'b', 10n); return 255; }",
  );
  const form = `async (
    x, // the point
    { a },
  ) => {
    if (x) {
      await a(x, "b", 1_0n);
    }
    return (0xff);;
  }`;
  assertEquals(canonicalSource(form), source);
});

Deno.test("canonicalSource() tells functions apart", () => {
  const sources = [
    "(x) => x.a",
    "(x) => x?.a",
    "(x) => x.b",
    "(x) => x.this",
    "(x) => x[a]",
    "(x) => `${x}`",
    "(x) => String.raw`\\u0041${x}`",
    "(x) => String.raw`A${x}`",
    "(x) => 1",
    "(x) => 1n",
    "(x) => 2n",
    "(x) => '1'",
    "(x) => /1/",
    "(x) => /1/g",
    "(x) => { 1 }",
    "(x) => { return 1 }",
    "(x) => { { let y = 1; } let z = y; }",
    "(x) => { let y = 1; let z = y; }",
    "(x) => { if (x) { if (a) b(); } else c(); }",
    "(x) => { if (x) { if (a) b(); else c(); } }",
    "(x) => [x]",
    "(x) => [, x]",
    "(x) => { for (;;); }",
    "function (x) { return 1 }",
    "function f(x) { return 1 }",
    "function* (x) { return 1 }",
    "async (x) => 1",
    "(x) => f < x > (1)",
    "(x) => f < a > (1)",
  ];
  assertEquals(new Set(sources.map(canonicalSource)).size, sources.length);
});

Deno.test("canonicalSource() refuses what is no expression", () => {
  for (const source of ["method(x) { return x; }", "function () { [native code] }"]) {
    assertThrows(() => canonicalSource(source), SyntaxError);
  }
});
