import { type Notebook, notebooksDir, select } from "./catalogue.ts";
import { type HandoutCommand, parseOptions, usage } from "./handout_options.ts";
import { main } from "./main.ts";
import { prepareOut } from "./out_folder.ts";
import { startPrinter } from "./print_pdf.ts";
import { writeSlides } from "./slides.ts";
import { writeFileAtomic } from "../files.ts";
import { type NotebookFile, readNotebook } from "../notebook/notebook_file.ts";
import type { Link } from "../page/document.ts";
import type { Handout } from "../page/handout.ts";
import { booklet, handoutPage } from "../page/handout_page.ts";
import { partsOf } from "../page/parts.ts";
import { keyOf } from "../web/build/panels.ts";

/** The notebook as `task figures` finished it in `out`, otherwise as it is committed. */
async function executed({ stem, path }: Notebook, out: string): Promise<NotebookFile> {
  const own = await readNotebook(`${out}/${stem}/notebook.ipynb`).catch(() => undefined);
  const isFinished = own !== undefined && partsOf(own).scale !== undefined;
  return isFinished ? own : await readNotebook(path);
}

/** Leads to the live page of a figure: on the published site, otherwise on the one in `out`. */
function liveLink(stem: string, site: URL | undefined): Link {
  if (site === undefined) {
    return { address: `../site/${stem}/index.html`, text: `site/${stem}/` };
  }
  const { href } = new URL(`${stem}/`, site);
  return { address: href, text: href };
}

/** The solutions of a figure's exercises, if there are some. */
async function readAnswers(notebook: Notebook): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(`${notebooksDir}/answers/${keyOf(notebook)}.md`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.error(
      `Figure ${notebook.figure} has no solutions yet: its exercises keep the room to answer.`,
    );
    return undefined;
  }
}

async function readHandout(
  notebook: Notebook,
  { out, site, answers }: HandoutCommand,
): Promise<Handout> {
  return {
    stem: notebook.stem,
    notebook: await executed(notebook, out),
    live: liveLink(notebook.stem, site),
    answers: answers ? await readAnswers(notebook) : undefined,
  };
}

/** Prints the handouts and the booklet, with the numbers of pages in its contents. */
async function printAll(
  handouts: readonly Handout[],
  pathOf: (name: string) => string,
  writeBooklet: (sides: readonly number[]) => Promise<void>,
): Promise<void> {
  await using printer = await startPrinter();
  const sides: number[] = [];
  for (const { stem } of handouts) sides.push(await printer.print(pathOf(stem)));
  await writeBooklet(sides);
  await printer.print(pathOf("booklet"));
}

/** Writes the handouts that are asked for, and prints where they are. */
async function handout(args: string[]): Promise<number> {
  const options = parseOptions(args);
  if (options === undefined) {
    console.log(usage);
    return 0;
  }
  const notebooks = await select(options.figures);
  await prepareOut(options.out);
  const handouts: Handout[] = [];
  for (const notebook of notebooks) handouts.push(await readHandout(notebook, options));
  const folder = `${options.out}/handouts`;
  // So that the copy for the students is not replaced by one with the solutions.
  const ending = options.answers ? "_answers.html" : ".html";
  const pathOf = (name: string): string => `${folder}/${name}${ending}`;
  const style = { paper: options.paper, hasCode: options.code };
  for (const one of handouts) await writeFileAtomic(pathOf(one.stem), handoutPage(one, style));
  const writeBooklet = (sides: readonly number[]): Promise<void> =>
    writeFileAtomic(pathOf("booklet"), booklet(handouts, style, sides));
  await writeBooklet([]);
  if (options.slides) await writeSlides(handouts, `${folder}/slides`);
  if (options.pdf) await printAll(handouts, pathOf, writeBooklet);
  console.log(`The handouts are in ${folder}; ${pathOf("booklet")} has all of them.`);
  return 0;
}

if (import.meta.main) await main(handout);
