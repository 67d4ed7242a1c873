import { assert } from "@std/assert";
import { catalogue } from "lib/cli/catalogue.ts";
import { projectRoot } from "lib/files.ts";
import * as whole from "@observablehq/plot";
import * as parts from "lib/web/plot.ts";

/** The code of notebooks and of the parts of lib/ that draw. */
async function sources(): Promise<string[]> {
  const paths = (await catalogue()).map(({ path }) => path);
  for (const folder of ["lib/notebook", "lib/web", "lib/web/panel", "lib/web/panels"]) {
    for (const { name, isFile } of Deno.readDirSync(projectRoot + folder)) {
      if (isFile && name.endsWith(".ts")) paths.push(`${projectRoot}${folder}/${name}`);
    }
  }
  return await Promise.all(paths.map((path) => Deno.readTextFile(path)));
}

Deno.test("pages have every part of Plot that notebooks, charts and panels use", async () => {
  const used = (await sources()).flatMap((source) =>
    [...source.matchAll(/\bPlot\.(\w+)\(/g)].map(([, name]) => name!)
  );
  assert(used.length > 100, "the uses were not found");
  for (const name of used) {
    if (name in whole) assert(name in parts, `Plot.${name} is missing in lib/web/plot.ts`);
  }
});
