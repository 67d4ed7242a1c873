import type { SiteFigure } from "./figures.ts";
import { writeFileAtomic } from "../../files.ts";
import { dataLink } from "../../page/data_link.ts";
import type { Link } from "../../page/document.ts";
import { plainText } from "../../page/markdown.ts";
import { partsOf } from "../../page/parts.ts";
import { dataCsv, tableOf } from "../../tables/all.ts";
import { codebookOf } from "../../tables/codebook.ts";
import { datasetScript } from "../../tables/json_ld.ts";

/** What a figure's page has of its table. */
export interface PageTable {
  /** Links to it: one, or none. */
  readonly links: readonly Link[];
  /** What its columns are, in Markdown; undefined if there is none. */
  readonly codebook: string | undefined;
  /** Its description for search engines, HTML for the head. */
  readonly head: string;
}

/**
 * Writes the table of a figure into the folder of its page; none if the figure has none, or its runs
 * are of another form, which was said when the notebook ran.
 */
export async function writeTable(figure: SiteFigure, folder: string): Promise<PageTable> {
  const { stem, notebook, runs } = figure;
  const table = tableOf(stem);
  const csv = await dataCsv(stem, runs).catch(() => undefined);
  if (table === undefined || csv === undefined) {
    return { links: [], codebook: undefined, head: "" };
  }
  await writeFileAtomic(`${folder}/data.csv`, csv);
  const { figure: name, title, question } = partsOf(notebook);
  const head = datasetScript(table, {
    name: `${name}: ${plainText(title)}`,
    question: plainText(question.replaceAll("\n", " ")),
  });
  return { links: [dataLink(stem)], codebook: codebookOf(table), head };
}
