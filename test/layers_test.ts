import { assert, assertEquals } from "@std/assert";
import { dirname, join } from "node:path/posix";
import { projectRoot } from "lib/files.ts";
import { scriptsBelow } from "./scripts.ts";

/** The parts of `lib/`, files and folders, bottom layer first. */
const layers = [
  [
    "errors.ts",
    "options.ts",
    "files.ts",
    "lines.ts",
    "random.ts",
    "surface.ts",
    "venv.ts",
    "version.ts",
    "d3.ts",
    "std",
    "elementary",
    "compute",
  ],
  ["datasets", "models", "weights", "training", "analysis"],
  ["experiment.ts"],
  ["notebook", "sweep"],
  ["page", "tables"],
  ["web", "cli"],
  ["mod.ts"],
];

interface Import {
  /** Path of the importing file. */
  readonly from: string;
  /** Path of the imported file. */
  readonly to: string;
}

/** Statements with a module's name, type-only ones included, and dynamic imports. */
const statement = /^(?:import|export)\b(?:[^;"]*?\bfrom)?\s*"([^"]+)"|\bimport\("([^"]+)"\)/gm;

/** All imports of files of this repository below a folder, with paths from its root. */
async function importsBelow(folder: string): Promise<Import[]> {
  const found: Import[] = [];
  for (const from of scriptsBelow(folder)) {
    const code = await Deno.readTextFile(projectRoot + from);
    for (const [, named, dynamic] of code.matchAll(statement)) {
      const target = (named ?? dynamic)!;
      if (target.startsWith(".")) found.push({ from, to: join(dirname(from), target) });
      else if (/^(?:lib|test)\//.test(target)) found.push({ from, to: target });
    }
  }
  return found;
}

const imports = await importsBelow("lib");
const partOf = (path: string): string => path.split("/")[1]!;
const layerOf = (path: string): number => layers.findIndex((parts) => parts.includes(partOf(path)));
const inside = imports.filter(({ to }) => to.startsWith("lib/"));

Deno.test("every part of lib/ belongs to a layer, and imports only from it and from those below", () => {
  assert(inside.length > 100, "the imports were not found");
  for (const { from, to } of inside) {
    assert(layerOf(from) >= 0 && layerOf(to) >= 0, `${from} or ${to} is in no layer`);
    assert(layerOf(from) >= layerOf(to), `${from} imports ${to}, from a layer above`);
  }
});

Deno.test("the folders of lib/ do not import each other in a circle", () => {
  const arrows = new Map<string, Set<string>>();
  for (const { from, to } of inside) {
    const targets = arrows.get(partOf(from)) ?? new Set();
    arrows.set(partOf(from), targets);
    if (partOf(from) !== partOf(to)) targets.add(partOf(to));
  }
  const finished = new Set<string>();
  function visit(part: string, path: readonly string[]): void {
    assert(!path.includes(part), `a circle: ${[...path, part].join(" → ")}`);
    if (finished.has(part)) return;
    for (const next of arrows.get(part) ?? []) visit(next, [...path, part]);
    finished.add(part);
  }
  for (const part of arrows.keys()) visit(part, []);
});

Deno.test("nothing in lib/ imports from test/", () => {
  assertEquals(imports.filter(({ to }) => to.startsWith("test/")), []);
});
