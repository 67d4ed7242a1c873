import { hasTable } from "./data_file.ts";
import type { Execution } from "./execution.ts";
import { writeFileAtomic } from "../files.ts";
import { readNotebook } from "../notebook/notebook_file.ts";
import type { Scale } from "../notebook/session.ts";
import { type GalleryEntry, galleryPage } from "../page/gallery_page.ts";
import { ownAddress } from "../page/own_address.ts";

/** A figure as the gallery shows it. */
async function entry(
  { notebook, state, result }: Execution,
  folder: string,
): Promise<GalleryEntry> {
  const executed = result === undefined
    ? undefined
    : await readNotebook(`${folder}/${notebook.stem}/notebook.ipynb`).catch(() => undefined);
  return {
    stem: notebook.stem,
    notebook: executed ?? await readNotebook(notebook.path),
    hasPage: executed !== undefined,
    hasTable: await hasTable(`${folder}/${notebook.stem}`),
    state,
    result,
  };
}

/** Writes `index.html`: the figures that are done, with their claims, and what is still to come. */
export async function writeGallery(
  folder: string,
  scale: Scale,
  list: readonly Execution[],
): Promise<void> {
  const inOrder = list.toSorted((a, b) => a.notebook.stem < b.notebook.stem ? -1 : 1);
  const entries = await Promise.all(inOrder.map((execution) => entry(execution, folder)));
  const hasOwn = await Deno.stat(`${folder}/${ownAddress}`).then(() => true, () => false);
  await writeFileAtomic(`${folder}/index.html`, galleryPage(entries, { scale, hasOwn }));
}
