import { bundle } from "./bundle.ts";
import { notebookModules } from "./notebook_modules.ts";
import type { SiteFigure } from "./figures.ts";
import { keyOf, panelPath } from "./panels.ts";

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

/** The module that a worker starts with. */
const workerModule = `import { serveTasks } from "lib/web/worker.ts";
serveTasks((module) => import(module));
`;

/**
 * Writes the scripts of the pages and of their workers to a folder.
 *
 * @param figures The figures.
 * @param outdir Folder of the scripts.
 * @throws {Error} If a notebook or the library cannot be bundled.
 */
export async function writeScripts(figures: readonly SiteFigure[], outdir: string): Promise<void> {
  const modules: Record<string, string> = { worker: workerModule };
  const entries = ["worker"];
  for (const { stem, notebook } of figures) {
    const key = keyOf({ stem });
    const { notebook: module, experiments } = notebookModules(notebook);
    modules[`notebook_${key}`] = module;
    modules[`experiments_${key}`] = experiments;
    modules[`page_${key}`] = pageModule(key);
    entries.push(`experiments_${key}`, `page_${key}`);
  }
  await bundle({ modules, entries, outdir });
}
