import { assertEquals } from "@std/assert";
import type { Computed } from "./compute_notebook.ts";
import { quickRun } from "./quick_run.ts";
import { assertNoProblems, chromium, openSite } from "./site.ts";
import { catalogue, type Notebook } from "lib/cli/catalogue.ts";
import type { Result } from "lib/cli/result.ts";
import { outputs, readNotebook } from "lib/notebook/notebook_file.ts";
import { bundle } from "lib/web/build/bundle.ts";
import { siteImports } from "lib/web/build/imports.ts";
import { notebookModules } from "lib/web/build/notebook_modules.ts";
import { keyOf } from "lib/web/build/panels.ts";

if (chromium === undefined) {
  console.log("No notebook is computed in a page: no Chromium was found (see CHROMIUM_PATH).");
}

/** A third of the notebooks, another one each day; all of them if `UDL_SITE_NOTEBOOKS` is `all`. */
function ofThisRun(notebooks: readonly Notebook[]): readonly Notebook[] {
  if (Deno.env.get("UDL_SITE_NOTEBOOKS") === "all") return notebooks;
  const day = Math.floor(Date.now() / (24 * 60 * 60 * 1000));
  return notebooks.filter((_, i) => i % 3 === day % 3);
}

/** The site's import map, but with the functions that pages remember the results of. */
function computingImports() {
  const { imports, scopes } = siteImports({ oneFile: false });
  const kept = Object.entries(imports)
    .filter(([name]) => !name.endsWith("/lib/notebook/remembered.ts"));
  return { imports: Object.fromEntries(kept), scopes };
}

/** The module that computes a notebook when it is imported. */
function computingModule(key: string): string {
  const compute = new URL("./compute_notebook.ts", import.meta.url);
  return `import { computeNotebook } from "${compute}";
import cells from "./notebook_${key}.ts";
export const computed = computeNotebook(cells, "experiments_${key}.js");
`;
}

/** Writes scripts that compute notebooks when they are imported, each with its key as name. */
async function writeNotebooks(notebooks: readonly Notebook[], outdir: string): Promise<void> {
  const modules: Record<string, string> = {};
  const entries: string[] = [];
  for (const notebook of notebooks) {
    const key = keyOf(notebook);
    modules[`notebook_${key}`] = notebookModules(await readNotebook(notebook.path)).notebook;
    modules[key] = computingModule(key);
    entries.push(key);
  }
  await bundle({ modules, entries, outdir, importMap: computingImports() });
}

/** The claims of a notebook that Deno has executed in a folder. */
async function claimsIn(folder: string): Promise<Result["claims"]> {
  const result: Result = JSON.parse(await Deno.readTextFile(`${folder}/result.json`));
  return result.claims;
}

/** The verdicts, and how many numbers there are of which nothing is known. */
function outcomes(claims: Result["claims"]): string[] {
  return claims.map(({ id, verdict, measured }) => {
    const unknown = measured.match(/not reached|–/g) ?? [];
    return `${id}: ${verdict}, ${unknown.length} unknown`;
  });
}

/** Number of pictures of an executed notebook. */
async function picturesIn(folder: string): Promise<number> {
  const executed = await readNotebook(`${folder}/notebook.ipynb`);
  return outputs(executed).filter(({ data }) => data?.["image/png"] !== undefined).length;
}

Deno.test({
  name: "notebooks that are computed in a page have the verdicts of Deno",
  ignore: chromium === undefined,
  async fn(t) {
    const notebooks = ofThisRun(await catalogue());
    const out = await quickRun();
    await writeNotebooks(notebooks, `${out}/site/notebooks`);
    await using site = await openSite(out, "site/");
    for (const notebook of notebooks) {
      await t.step(`figure ${notebook.figure}`, async () => {
        await using opened = await site.open("index.html");
        const script = `import("./notebooks/${keyOf(notebook)}.js")`;
        const computed = await opened.page.evaluate(
          `${script}.then(({ computed }) => computed)`,
        ) as Computed;
        const executed = `${out}/${notebook.stem}`;
        assertEquals(outcomes(computed.claims), outcomes(await claimsIn(executed)));
        assertEquals(computed.pictures, await picturesIn(executed));
        assertNoProblems(opened);
      });
    }
  },
});
