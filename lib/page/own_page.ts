import { htmlDocument, linkHtml } from "./document.ts";
import { ownAddress, ownStem } from "./own_address.ts";
import { sectionsOf } from "./parts.ts";
import { sectionsHtml } from "./sections.ts";
import { projectRoot, writeFileAtomic } from "../files.ts";
import { type NotebookFile, readNotebook, title } from "../notebook/notebook_file.ts";
import { escapeHtml } from "../notebook/display.ts";

/** The page of the notebook, in its own order, with the code. */
function ownPage(notebook: NotebookFile, head: string): string {
  const gallery = linkHtml({ address: "../index.html", text: "All figures" });
  const file = linkHtml({ address: "notebook.ipynb", text: "notebook.ipynb" });
  const [front, ...others] = sectionsOf(notebook);
  const sections = others.map(({ heading, level, items }) => ({
    heading,
    level: level - 1,
    items,
  }));
  const all = [{ heading: "", level: 1, items: front!.items }, ...sections];
  const content = sectionsHtml(all, new Set(), { prefix: "", isOpen: true });
  const body = `<nav aria-label="Figures">${gallery}</nav>
<main>
<h1>${escapeHtml(title(notebook))}</h1>
<p class="files">File: ${file}</p>
${content}
</main>`;
  return htmlDocument({ title: title(notebook), head, body });
}

/**
 * Writes the page of the committed notebook on the reader's own data and networks, with the notebook,
 * beside the pages of the figures in a folder.
 *
 * @param head More HTML for the head of the page.
 * @throws {UserError} If the disk is full or may not be written.
 *
 * @example Usage
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { ownAddress } from "lib/page/own_address.ts";
 * import { writeOwnPage } from "lib/page/own_page.ts";
 *
 * const folder = await Deno.makeTempDir();
 * await writeOwnPage(folder);
 * const page = await Deno.readTextFile(`${folder}/${ownAddress}`);
 * assertStringIncludes(page, "<h1>Your own data, your own network</h1>");
 * ```
 */
export async function writeOwnPage(folder: string, head: string = ""): Promise<void> {
  const path = `${projectRoot}notebooks/${ownStem}.ipynb`;
  const notebook = await readNotebook(path);
  const copy = await Deno.readTextFile(path);
  await writeFileAtomic(`${folder}/${ownStem}/notebook.ipynb`, copy);
  await writeFileAtomic(`${folder}/${ownAddress}`, ownPage(notebook, head));
}
