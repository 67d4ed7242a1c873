import { hasTable } from "./data_file.ts";
import { writeFileAtomic } from "../files.ts";
import { type NotebookFile, readNotebook } from "../notebook/notebook_file.ts";
import { dataLink } from "../page/data_link.ts";
import type { Link } from "../page/document.ts";
import type { Neighbors } from "../page/neighbors.ts";
import { notebookPage } from "../page/notebook_page.ts";
import { pictureFiles } from "../page/picture_files.ts";

/** Writes the pictures of a notebook as files, and returns links to them. */
async function writePictures(notebook: NotebookFile, folder: string): Promise<Link[]> {
  const files = pictureFiles(notebook);
  for (const { name, content } of files) await writeFileAtomic(`${folder}/${name}`, content);
  return files.map(({ name }) => ({ address: name, text: name }));
}

/** Writes the page of the executed notebook in a folder, and its pictures as files. */
export async function writeFigurePage(folder: string, neighbors: Neighbors): Promise<void> {
  const notebook = await readNotebook(`${folder}/notebook.ipynb`);
  const { previous, next } = neighbors;
  const data = await hasTable(folder) ? [dataLink(notebook)] : [];
  const files = ["notebook.ipynb", "result.json"].map((name) => ({ address: name, text: name }));
  const page = notebookPage(notebook, {
    gallery: { address: "../index.html", text: "All figures" },
    previous,
    next,
    files: [...data, ...files, ...await writePictures(notebook, folder)],
  });
  await writeFileAtomic(`${folder}/index.html`, page);
}
