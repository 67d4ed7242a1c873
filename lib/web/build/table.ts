import type { SiteFigure } from "./figures.ts";
import { writeFileAtomic } from "../../files.ts";
import { dataLink } from "../../page/data_link.ts";
import type { Link } from "../../page/document.ts";
import { plainText } from "../../page/markdown.ts";
import { partsOf } from "../../page/parts.ts";
import { dataCsv, tableOf, whyNoTable } from "../../tables/all.ts";
import { codebookOf } from "../../tables/codebook.ts";
import { datasetScript } from "../../tables/json_ld.ts";
import { tableFile } from "../../tables/table.ts";

/** What a figure's page has of its table. */
export interface PageTable {
  /** Links to it: one, or none. */
  readonly links: readonly Link[];
  /** What its columns are, in Markdown; undefined if there is none. */
  readonly codebook: string | undefined;
  /** Its description for search engines, HTML for the head. */
  readonly head: string;
}

/** The text of the table of a figure; undefined if there is none, which is said if it should be. */
async function textOf({ stem, runs }: SiteFigure): Promise<string | undefined> {
  try {
    return await dataCsv(stem, runs);
  } catch (error) {
    console.error(`${stem}: ${whyNoTable(error)}`);
    return undefined;
  }
}

/** Writes the table of a figure, if there is one, into the folder of its page. */
export async function writeTable(figure: SiteFigure, folder: string): Promise<PageTable> {
  const { stem, notebook } = figure;
  const table = tableOf(stem);
  const csv = await textOf(figure);
  if (table === undefined || csv === undefined) {
    return { links: [], codebook: undefined, head: "" };
  }
  await writeFileAtomic(`${folder}/${tableFile}`, csv);
  const { figure: name, title, question } = partsOf(notebook);
  const head = datasetScript(table, {
    name: `${name}: ${plainText(title)}`,
    question: plainText(question.replaceAll("\n", " ")),
  });
  return { links: [dataLink(stem)], codebook: codebookOf(table), head };
}
