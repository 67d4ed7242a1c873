import { pathToFileURL } from "node:url";
import project from "../../../deno.json" with { type: "json" };
import { projectRoot } from "../../files.ts";

/** Address of a file or folder. */
function urlOf(path: string): string {
  return pathToFileURL(path).href;
}

const platform = `${projectRoot}lib/web/platform`;
const plot = urlOf(`${projectRoot}lib/web/plot.ts`);

/** An import map. */
export interface ImportMap {
  /** Addresses of modules, by how they are imported. */
  readonly imports: Readonly<Record<string, string>>;
  /** The same for what one module imports, by its address. */
  readonly scopes: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Paths of all files below a folder, from that folder. */
function filesBelow(folder: string, prefix = ""): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(`${folder}/${name}`, `${prefix}${name}/`) : [prefix + name]
  );
}

/** Each file of a folder in place of the one of the same path in `lib/`. */
function replacements(folder: string): Record<string, string> {
  const pairs = filesBelow(folder).map((path) => [
    urlOf(`${projectRoot}lib/${path}`),
    urlOf(`${folder}/${path}`),
  ]);
  return Object.fromEntries(pairs);
}

/**
 * The import map for bundling the library for a browser: the imports of the project, with each file
 * of `lib/web/platform/` in place of the one of the same path in `lib/`, and of Observable Plot only
 * what `lib/web/plot.ts` names.
 *
 * @param oneFile Whether the files of `lib/web/one_file/` replace others, too.
 *
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { siteImports } from "lib/web/build/imports.ts";
 *
 * const [replaced, by] = Object.entries(siteImports({ oneFile: false }).imports)
 *   .find(([name]) => name.endsWith("lib/compute/native.ts"))!;
 * assert(by.endsWith("lib/web/platform/compute/native.ts") && replaced !== by);
 * ```
 */
export function siteImports({ oneFile }: { readonly oneFile: boolean }): ImportMap {
  return {
    imports: {
      ...project.imports,
      "@observablehq/plot": plot,
      "lib/": urlOf(`${projectRoot}lib/`),
      "@std/csv": urlOf(`${platform}/std/csv/mod.ts`),
      ...replacements(platform),
      ...(oneFile ? replacements(`${projectRoot}lib/web/one_file`) : {}),
    },
    scopes: { [plot]: { "@observablehq/plot": project.imports["@observablehq/plot"] } },
  };
}
