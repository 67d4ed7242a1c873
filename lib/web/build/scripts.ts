import { bundle } from "./bundle.ts";
import { notebookModules } from "./notebook_modules.ts";
import type { SiteFigure } from "./figures.ts";
import { projectRoot } from "../../files.ts";
import { text } from "../../notebook/notebook_file.ts";

/** The part of a figure's file names that stands for its number, such as `"20_13"`. */
export function keyOf({ stem }: { readonly stem: string }): string {
  return /^\d+_\d+/.exec(stem)![0];
}

/** Path of the module of a figure's panel; undefined if it has none. */
export function panelPath(key: string): string | undefined {
  const path = `${projectRoot}lib/web/panels/${key}.ts`;
  try {
    return Deno.statSync(path).isFile ? path : undefined;
  } catch {
    return undefined;
  }
}

/** The module that a figure's page starts with. */
function pageModule(key: string): string {
  const panel = panelPath(key);
  const lines = [
    'import { openPage } from "lib/web/page.ts";',
    panel === undefined
      ? "const panel = undefined;"
      : `import { panel } from "lib/web/panels/${key}.ts";`,
    `const notebook = () => import("./notebook_${key}.ts");`,
    `openPage({ panel, notebook, experiments: "experiments_${key}.js" });`,
  ];
  return lines.join("\n") + "\n";
}

/**
 * Writes the scripts of the pages and of their workers to a folder.
 *
 * @param figures The figures.
 * @param outdir Folder of the scripts.
 * @throws {Error} If a notebook or the library cannot be bundled.
 */
export async function writeScripts(figures: readonly SiteFigure[], outdir: string): Promise<void> {
  const scratch = await Deno.makeTempDir();
  try {
    const modules: Record<string, string> = { worker: 'import "lib/web/worker.ts";\n' };
    for (const { stem, notebook } of figures) {
      const key = keyOf({ stem });
      const cells = notebook.cells.filter(({ cell_type }) => cell_type === "code")
        .map(({ id = "", source }) => ({ id, code: text(source) }));
      const { notebook: module, experiments } = notebookModules(cells);
      modules[`notebook_${key}`] = module;
      modules[`experiments_${key}`] = experiments;
      modules[`page_${key}`] = pageModule(key);
    }
    const entries: string[] = [];
    for (const [name, source] of Object.entries(modules)) {
      const path = `${scratch}/${name}.ts`;
      await Deno.writeTextFile(path, source);
      if (!name.startsWith("notebook_")) entries.push(path);
    }
    await bundle({ entries, outdir, scratch });
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
}
