import type { SiteFigure } from "./figures.ts";
import { keyOf, loadPanel, panelWithPoints } from "./panels.ts";
import { writeFileAtomic } from "../../files.ts";
import { dataLink } from "../../page/data_link.ts";
import type { Link } from "../../page/document.ts";
import { galleryPage } from "../../page/gallery_page.ts";
import { plainText } from "../../page/markdown.ts";
import { neighborsOf } from "../../page/neighbors.ts";
import { notebookPage } from "../../page/notebook_page.ts";
import { partsOf } from "../../page/parts.ts";
import { pictureFiles } from "../../page/picture_files.ts";
import { dataCsv, tableOf } from "../../tables/all.ts";
import { datasetScript } from "../../tables/json_ld.ts";

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

/** Describes the table of a figure to search engines, in the head of its page. */
function dataHead({ stem, notebook }: SiteFigure): string {
  const table = tableOf(stem);
  if (table === undefined) return "";
  const { figure, title, question } = partsOf(notebook);
  return datasetScript(table, {
    name: `${figure}: ${plainText(title)}`,
    question: plainText(question.replaceAll("\n", " ")),
  });
}

/** Writes the table of a figure, and returns a link to it; none if its runs are of another form. */
async function writeTable({ stem, notebook, runs }: SiteFigure, folder: string): Promise<Link[]> {
  const csv = await dataCsv(stem, runs).catch(() => undefined); // said when the notebook ran
  if (csv === undefined) return [];
  await writeFileAtomic(`${folder}/data.csv`, csv);
  return [dataLink(notebook)];
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
    const data = await writeTable(figure, folder);
    const { previous, next } = neighborsOf(figure.stem, stems);
    const page = notebookPage(figure.notebook, {
      gallery: { address: "../index.html", text: "All figures" },
      previous,
      next,
      files: [...data, ...await writeDownloads(figure, folder)],
      live,
      head: figureHead(keyOf(figure), live !== "") + (data.length > 0 ? dataHead(figure) : ""),
    });
    await writeFileAtomic(`${folder}/index.html`, page);
  }
}

/** Writes the page that leads to those of the figures. */
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
    head: commonHead,
  });
  await writeFileAtomic(`${site}/index.html`, page);
}
