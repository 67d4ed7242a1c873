import type { SiteFigure } from "./figures.ts";
import { keyOf, loadPanel, panelWithPoints } from "./panels.ts";
import { writeTable } from "./table.ts";
import { writeFileAtomic } from "../../files.ts";
import type { Link } from "../../page/document.ts";
import { galleryPage } from "../../page/gallery_page.ts";
import { neighborsOf } from "../../page/neighbors.ts";
import { notebookPage } from "../../page/notebook_page.ts";
import { writeOwnPage } from "../../page/own_page.ts";
import { pictureFiles } from "../../page/picture_files.ts";

/** What a page may load: nothing but files of its site. Plot and charts bring styles with them. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'self'",
].join("; ");

/** What stands in the head of every page. */
const commonHead = `<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="icon" href="data:,">
`;

/** The scripts and styles of a figure's page. */
function figureHead(key: string, isLive: boolean): string {
  const preload = isLive ? `<link rel="modulepreload" href="../js/experiments_${key}.js">\n` : "";
  return `${commonHead}<link rel="stylesheet" href="../live.css">
${preload}<script type="module" src="../js/page_${key}.js"></script>
`;
}

/** Writes the other files that a figure's page offers, and returns links to them. */
async function writeDownloads(figure: SiteFigure, folder: string): Promise<Link[]> {
  const { notebook, path, facts, runs } = figure;
  const result = JSON.stringify(facts, null, 2) + "\n";
  const files = [
    { name: "notebook.ipynb", content: await Deno.readTextFile(path) },
    { name: "result.json", content: result },
    { name: "runs.json", content: runs },
    ...pictureFiles(notebook),
  ];
  for (const { name, content } of files) await writeFileAtomic(`${folder}/${name}`, content);
  return files.map(({ name }) => ({ address: name, text: name }));
}

/** Writes the page of each figure, with the files that it loads and offers, to a site. */
export async function writeFigurePages(
  figures: readonly SiteFigure[],
  site: string,
): Promise<void> {
  const stems = figures.map(({ stem }) => stem);
  for (const figure of figures) {
    const folder = `${site}/${figure.stem}`;
    const panel = await loadPanel(keyOf(figure));
    const live = panel === undefined ? "" : panelWithPoints(panel, figure.runs);
    const table = await writeTable(figure, folder);
    const { previous, next } = neighborsOf(figure.stem, stems);
    const page = notebookPage(figure.notebook, {
      gallery: { address: "../index.html", text: "All figures" },
      previous,
      next,
      files: [...table.links, ...await writeDownloads(figure, folder)],
      codebook: table.codebook,
      live,
      head: figureHead(keyOf(figure), live !== "") + table.head,
    });
    await writeFileAtomic(`${folder}/index.html`, page);
  }
}

/** Writes the page that leads to those of the figures, and that on the reader's own networks. */
export async function writeGalleryPage(
  figures: readonly SiteFigure[],
  site: string,
): Promise<void> {
  const entries = figures.map(({ stem, notebook, facts }) => ({
    stem,
    notebook,
    hasPage: true,
    state: "done",
    result: facts,
  }));
  const scales = new Set(figures.map(({ facts }) => facts.scale));
  const page = galleryPage(entries, {
    scale: [...scales].join(" and "),
    isIndex: true,
    hasOwn: true,
    head: commonHead,
  });
  await writeOwnPage(site, commonHead);
  await writeFileAtomic(`${site}/index.html`, page);
}
