import { type ImportMap, siteImports } from "./imports.ts";
import { projectRoot } from "../../files.ts";

/** What to bundle, and where to. */
export interface BundleOptions {
  /** Paths of the modules that pages and workers start with, all in one folder. */
  readonly entries: readonly string[];
  /** Folder of the bundle. */
  readonly outdir: string;
  /** Folder for the import map. */
  readonly scratch: string;
  /** The import map; that of the site by default. */
  readonly importMap?: ImportMap;
}

/**
 * Bundles modules for browsers, with a shared file for what several of them import. `deno bundle`
 * calls itself experimental; esbuild, which it runs, would replace it, with a plugin for the imports.
 *
 * @throws {Error} If a module cannot be bundled.
 */
export async function bundle(
  { entries, outdir, scratch, importMap = siteImports() }: BundleOptions,
): Promise<void> {
  const imports = `${scratch}/imports.json`;
  await Deno.writeTextFile(imports, JSON.stringify(importMap));
  // Without a configuration: the project's own would hide some of the imports.
  const options = ["--no-config", "--import-map", imports, "--unstable-raw-imports", "--no-lock"];
  const output = ["--platform", "browser", "--code-splitting", "--minify", "--outdir", outdir];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", ...options, ...output, ...entries],
    cwd: projectRoot,
    stdout: "null",
    stderr: "piped",
  }).output();
  if (success) return;
  throw new Error(`The site could not be bundled: ${new TextDecoder().decode(stderr)}`);
}
