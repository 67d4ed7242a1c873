import plainWasm from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm" with {
  type: "bytes",
};
import simdWasm from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm" with {
  type: "bytes",
};
import css from "../live.css" with { type: "text" };
import { writeData } from "./data.ts";
import { siteFigures } from "./figures.ts";
import { writeFigurePages, writeGalleryPage } from "./pages.ts";
import { writeScripts } from "./scripts.ts";
import { projectRoot, writeFileAtomic } from "../../files.ts";

/** Copies the project's tables, which notebooks read, and lists them in `data/tables.json`. */
async function copyTables(site: string): Promise<void> {
  const copied: string[] = [];
  for (const folder of ["data", "data/results"]) {
    for await (const { name } of Deno.readDir(projectRoot + folder)) {
      if (!name.endsWith(".csv")) continue;
      const path = `${folder}/${name}`;
      await writeFileAtomic(`${site}/${path}`, await Deno.readFile(projectRoot + path));
      copied.push(path);
    }
  }
  await writeFileAtomic(`${site}/data/tables.json`, JSON.stringify(copied));
}

/**
 * Builds the site from the figures in `out`, and from the committed ones where it has none, and
 * returns its folder, `out/site`: static files with relative addresses, for any web server and path.
 *
 * @throws {UserError} If there are no figures.
 * @throws {Error} If a notebook or the library cannot be bundled.
 */
export async function buildSite(out: string): Promise<string> {
  const figures = await siteFigures(out);
  const site = `${out}/site`;
  await Deno.remove(site, { recursive: true }).catch(() => {});
  await Deno.mkdir(`${site}/js`, { recursive: true });
  await Promise.all([writeScripts(figures, `${site}/js`), writeData(site)]);
  await writeFileAtomic(`${site}/live.css`, css);
  await writeFileAtomic(`${site}/tfjs/tfjs-backend-wasm.wasm`, plainWasm);
  await writeFileAtomic(`${site}/tfjs/tfjs-backend-wasm-simd.wasm`, simdWasm);
  await copyTables(site);
  await writeFigurePages(figures, site);
  await writeGalleryPage(figures, site);
  return site;
}
