import { type ImportMap, siteImports } from "./imports.ts";
import { projectRoot } from "../../files.ts";

/** What to bundle, and where to. */
export interface BundleOptions {
  /** Sources of modules by their names; one imports another as `./name.ts`. */
  readonly modules: Readonly<Record<string, string>>;
  /** Names of those that pages and workers start with. */
  readonly entries: readonly string[];
  /** Folder of the bundle. */
  readonly outdir: string;
  /** Whether each is a classic script that needs no other file; false by default. */
  readonly oneFile?: boolean;
  /** The import map; that of the site, or of such scripts, by default. */
  readonly importMap?: ImportMap;
}

/** What such a script does without: packages that the library loads when a network needs them. */
const leftOut = ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm", "linear-sum-assignment"];

/** Runs `deno bundle`. */
async function bundlePaths(paths: readonly string[], options: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", ...options, ...paths],
    cwd: projectRoot,
    stdout: "null",
    stderr: "piped",
  }).output();
  if (success) return;
  throw new Error(`It could not be bundled: ${new TextDecoder().decode(stderr)}`);
}

/**
 * Bundles modules for browsers, with a shared file for what several of them import. `deno bundle`
 * calls itself experimental; esbuild, which it runs, would replace it, with a plugin for the imports.
 *
 * @throws {Error} If a module cannot be bundled.
 */
export async function bundle(
  { modules, entries, outdir, oneFile = false, importMap = siteImports({ oneFile }) }:
    BundleOptions,
): Promise<void> {
  const scratch = await Deno.makeTempDir();
  try {
    for (const [name, source] of Object.entries(modules)) {
      await Deno.writeTextFile(`${scratch}/${name}.ts`, source);
    }
    const imports = `${scratch}/imports.json`;
    await Deno.writeTextFile(imports, JSON.stringify(importMap));
    const form = oneFile
      ? ["--format", "iife", ...leftOut.map((name) => `--external=${name}`)]
      : ["--code-splitting"];
    await bundlePaths(entries.map((name) => `${scratch}/${name}.ts`), [
      // Without a configuration: the project's own would hide some of the imports.
      ...["--no-config", "--import-map", imports, "--unstable-raw-imports", "--no-lock"],
      ...["--platform", "browser", "--minify", "--outdir", outdir],
      ...form,
    ]);
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
}
