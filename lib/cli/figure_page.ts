import { hasTable } from "./data_file.ts";
import { writeFileAtomic } from "../files.ts";
import { type NotebookFile, readNotebook } from "../notebook/notebook_file.ts";
import { escapeHtml } from "../notebook/display.ts";
import { dataLink } from "../page/data_link.ts";
import type { Link } from "../page/document.ts";
import type { Neighbors } from "../page/neighbors.ts";
import { notebookPage } from "../page/notebook_page.ts";
import { pictureFiles } from "../page/picture_files.ts";
import { tableOf } from "../tables/all.ts";
import { codebookOf } from "../tables/codebook.ts";
import { panelInFile } from "../web/build/one_file.ts";

/** Writes the pictures of a notebook as files, and returns links to them. */
async function writePictures(notebook: NotebookFile, folder: string): Promise<Link[]> {
  const files = pictureFiles(notebook);
  for (const { name, content } of files) await writeFileAtomic(`${folder}/${name}`, content);
  return files.map(({ name }) => ({ address: name, text: name }));
}

/** The live panel of a page, or why it has none; empty if the figure has none for a page from disk. */
async function livePanel(stem: string, notebook: NotebookFile, folder: string): Promise<string> {
  const runs = await Deno.readTextFile(`${folder}/runs.json`).catch(() => undefined);
  if (runs === undefined) return ""; // the notebook did not run to its end
  try {
    return await panelInFile(stem, notebook, runs);
  } catch (error) {
    const [reason] = (error as Error).message.split("\n", 1);
    return `<p class="failed">This page is without its live panel. ${escapeHtml(reason!)}</p>`;
  }
}

/**
 * Writes the page of an executed notebook, and its pictures as files.
 *
 * @param stem File name of the notebook, without extension.
 * @param folder Folder with the executed notebook, its runs and, if there is one, its table.
 * @param neighbors The notebooks that the page leads to.
 */
export async function writeFigurePage(
  stem: string,
  folder: string,
  neighbors: Neighbors,
): Promise<void> {
  const notebook = await readNotebook(`${folder}/notebook.ipynb`);
  const { previous, next } = neighbors;
  const table = await hasTable(folder) ? tableOf(stem) : undefined;
  const data = table === undefined ? [] : [dataLink(stem)];
  const files = ["notebook.ipynb", "result.json"].map((name) => ({ address: name, text: name }));
  const page = notebookPage(notebook, {
    gallery: { address: "../index.html", text: "All figures" },
    previous,
    next,
    codebook: table && codebookOf(table),
    files: [...data, ...files, ...await writePictures(notebook, folder)],
    below: await livePanel(stem, notebook, folder),
  });
  await writeFileAtomic(`${folder}/index.html`, page);
}
