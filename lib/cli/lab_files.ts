import { catalogue, type Notebook, notebooksDir, ownNotebook } from "./catalogue.ts";
import type { Original } from "./copies.ts";
import { figuresTable } from "./readme.ts";

const introduction = `# Why does deep learning work?

Sixteen figures, each a notebook. Click one, then choose _Run ▸ Run All Cells_. In the cell under
_Parameters_, change a number and run all again; if a claim gets another verdict then, the line below
the claims names it. The table of contents is on the left (_View ▸ Table of
Contents_).

All here are copies: what you change and save stays yours. To get a fresh copy, delete yours and
start JupyterLab again.`;

const yourOwn = `## Your own data, your own network

[The same questions](${ownNotebook}), asked of a network and data that come from your files.`;

/**
 * The notebook that lists all others, with links. Its metadata are those of another one, since
 * JupyterLab would add what is missing, and the index would count as changed.
 */
async function indexNotebook({ path }: Notebook): Promise<string> {
  const { metadata } = JSON.parse(await Deno.readTextFile(path));
  const sources = [introduction, `## The figures\n\n${await figuresTable("")}`, yourOwn];
  const cells = sources.map((source, i) => ({
    cell_type: "markdown",
    id: `index-${i + 1}`,
    metadata: {},
    source,
  }));
  const file = { cells, metadata, nbformat: 4, nbformat_minor: 5 };
  return JSON.stringify(file, null, 1) + "\n";
}

/** The files that JupyterLab opens copies of: an index, the notebooks, and their thumbnails. */
export async function labFiles(): Promise<Original[]> {
  const notebooks = await catalogue();
  const names = notebooks.flatMap(({ stem }) => [`${stem}.ipynb`, `thumbnails/${stem}.png`]);
  const files = [...names, ownNotebook].map(async (name) => ({
    name,
    content: await Deno.readFile(`${notebooksDir}/${name}`),
  }));
  const text = await indexNotebook(notebooks[0]!);
  const index = { name: "index.ipynb", content: new TextEncoder().encode(text) };
  return [index, ...await Promise.all(files)];
}
